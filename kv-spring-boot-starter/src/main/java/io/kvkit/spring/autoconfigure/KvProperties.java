package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.dedupe.DedupeProperties;
import io.kvkit.spring.idempotent.IdempotencyProperties;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything under {@code kv.}; an unknown name or a bad value stops the start.
 *
 * @param enabled whether annotations do anything; when not, they are still checked and calls pass through. The KvClient bean stays
 * @param store where records are kept: redis or memory. Unset: redis when Redis is configured, else memory
 * @param stores further stores, by a name that kv.cache.store and its like choose: type, redis, memory. Nothing of kv.redis and kv.memory holds for them
 * @param keyPrefix what every key in the store starts with. Unset: spring.application.name, else kv. Characters that a key cannot hold are percent-encoded
 */
@ConfigurationProperties(prefix = "kv", ignoreUnknownFields = false)
public record KvProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable StoreType store,
        @Nullable String keyPrefix,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @NestedConfigurationProperty @DefaultValue MemoryProperties memory,
        @DefaultValue Map<String, FurtherStore> stores,
        @NestedConfigurationProperty @DefaultValue CacheProperties cache,
        @NestedConfigurationProperty @DefaultValue IdempotencyProperties idempotency,
        @NestedConfigurationProperty @DefaultValue RateLimitProperties rateLimit,
        @NestedConfigurationProperty @DefaultValue DedupeProperties dedupe,
        @NestedConfigurationProperty @DefaultValue WebProperties web) {

    /**
     * A store beside the default one.
     *
     * @param type where it keeps records: redis or memory. Unset: redis, whose address must be set then
     * @param redis as under kv.redis, of which nothing is taken over
     * @param memory as under kv.memory, of which nothing is taken over
     */
    record FurtherStore(
            @Nullable StoreType type,
            @NestedConfigurationProperty @DefaultValue RedisProperties redis,
            @NestedConfigurationProperty @DefaultValue MemoryProperties memory) {

        /** What the names of a store's properties start with. */
        static String root(String name) {
            return "kv.stores." + name;
        }

        private void check(String name) {
            String root = root(name);
            if (name.equals(Stores.DEFAULT) || !name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new KvPropertyException(
                        root + " is not the name of a further store",
                        name.equals(Stores.DEFAULT)
                                ? "Configure the default store with kv.redis or kv.store, or write another name"
                                : "Write up to 64 letters, digits, hyphens and underscores");
            }
            RedisRules.check(root + ".redis", redis);
            memory.check(root + ".memory");
            if (type == null && !redis.hasAddress()) {
                throw new KvPropertyException(
                        root + " does not say where records are kept",
                        "Set " + root + ".redis.uri, or " + root + ".type=memory");
            }
        }

        /** What keeps the records. */
        StoreType kind() {
            return type == null ? StoreType.REDIS : type;
        }
    }

    public KvProperties {
        RedisRules.check("kv.redis", redis);
        memory.check("kv.memory");
        stores.forEach((name, further) -> further.check(name));
        List.of(cache, idempotency, rateLimit, dedupe).forEach(AreaProperties::check);
        web.problem().check("kv.web.problem");
    }

    OperationSettings operations() {
        return new OperationSettings(
                enabled,
                areas().stream().<AreaSettings<?>>map(AreaProperties::settings).toList());
    }

    /** The properties of each area. */
    List<AreaProperties<?>> areas() {
        return List.of(cache, idempotency, rateLimit, dedupe);
    }
}
