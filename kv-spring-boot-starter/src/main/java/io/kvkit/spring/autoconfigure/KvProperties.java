package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.redis.RedisProperties;
import io.kvkit.spring.autoconfigure.store.ConfiguredStores;
import io.kvkit.spring.autoconfigure.store.MemoryProperties;
import io.kvkit.spring.autoconfigure.store.StoreProperties;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.dedupe.DedupeArea;
import io.kvkit.spring.dedupe.DedupeProperties;
import io.kvkit.spring.idempotent.IdempotencyArea;
import io.kvkit.spring.idempotent.IdempotencyProperties;
import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.ratelimited.RateLimitArea;
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
        StoreProperties.@Nullable Type store,
        @Nullable String keyPrefix,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @NestedConfigurationProperty @DefaultValue MemoryProperties memory,
        @DefaultValue Map<String, StoreProperties> stores,
        @NestedConfigurationProperty @DefaultValue CacheProperties cache,
        @NestedConfigurationProperty @DefaultValue IdempotencyProperties idempotency,
        @NestedConfigurationProperty @DefaultValue RateLimitProperties rateLimit,
        @NestedConfigurationProperty @DefaultValue DedupeProperties dedupe,
        @NestedConfigurationProperty @DefaultValue WebProperties web) {

    /** The areas of these properties. A further area stands here and among the components. */
    static final List<GuardingArea<?>> AREAS =
            List.of(CacheArea.CACHE, IdempotencyArea.IDEMPOTENCY, RateLimitArea.RATE_LIMIT, DedupeArea.DEDUPE);

    public KvProperties {
        redis.check("kv.redis");
        memory.check("kv.memory");
        stores.forEach((name, further) -> further.check(name));
        List.of(cache, idempotency, rateLimit, dedupe).forEach(AreaProperties::check);
        web.problem().check("kv.web.problem");
    }

    OperationSettings operations() {
        return new OperationSettings(
                enabled,
                MethodDrivers.kinds(),
                areas().stream().<AreaSettings<?>>map(AreaProperties::settings).toList());
    }

    /** The properties that stores are opened by. */
    ConfiguredStores configuredStores() {
        return new ConfiguredStores(new StoreProperties(store, redis, memory), stores, areas());
    }

    /** The properties of each area. */
    List<AreaProperties<?>> areas() {
        return List.of(cache, idempotency, rateLimit, dedupe);
    }
}
