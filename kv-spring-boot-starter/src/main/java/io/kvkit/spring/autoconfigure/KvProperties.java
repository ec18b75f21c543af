package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.dedupe.DedupeProperties;
import io.kvkit.spring.idempotent.IdempotencyProperties;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.operation.ValueRules;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything under {@code kv.}; an unknown name or a bad value stops the start.
 *
 * @param enabled whether annotations do anything; when not, they are still checked and calls pass through. The KvClient bean stays
 * @param store where records are kept: redis or memory. Unset: redis when Redis is configured, else memory
 * @param keyPrefix what every key in the store starts with. Unset: spring.application.name, else kv. Characters that a key cannot hold are percent-encoded
 */
@ConfigurationProperties(prefix = "kv", ignoreUnknownFields = false)
public record KvProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable StoreType store,
        @Nullable String keyPrefix,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @NestedConfigurationProperty @DefaultValue MemoryProperties memory,
        @NestedConfigurationProperty @DefaultValue CacheProperties cache,
        @NestedConfigurationProperty @DefaultValue IdempotencyProperties idempotency,
        @NestedConfigurationProperty @DefaultValue RateLimitProperties rateLimit,
        @NestedConfigurationProperty @DefaultValue DedupeProperties dedupe,
        @NestedConfigurationProperty @DefaultValue WebProperties web) {

    public KvProperties {
        RedisRules.check("kv.redis", redis);
        ValueRules.range("kv.memory.max-entries", memory.maxEntries(), 1, Integer.MAX_VALUE);
        List.of(cache, idempotency, rateLimit, dedupe).forEach(AreaProperties::check);
        web.problem().check("kv.web.problem");
    }

    OperationSettings operations() {
        return new OperationSettings(
                enabled, List.of(cache.settings(), idempotency.settings(), rateLimit.settings(), dedupe.settings()));
    }
}
