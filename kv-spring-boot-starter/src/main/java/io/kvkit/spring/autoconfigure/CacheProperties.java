package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.CacheSettings;
import io.kvkit.spring.operation.OperationSettings.Area;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.cache}.
 *
 * @param enabled whether the cache annotations do anything
 * @param order where @Cached stands among advisors; a lower number is further out. @CacheInvalidate and @CacheUpdate stand 100 before it
 * @param caches settings by the name of the cache: enabled, ttl, null-ttl, lease, max-wait. They beat the attributes of the annotations
 */
record CacheProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1400") int order,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, CacheSettings> caches) {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param ttl how long a result is kept
     * @param nullTtl how long null and empty results are kept; 0s for never. Unset: 30s, or the ttl if that is shorter
     * @param lease after what time another caller may load what a dead one was loading
     * @param maxWait how long a caller waits for another one's load before it loads by itself
     */
    record Defaults(
            @DefaultValue("10m") Duration ttl,
            @Nullable Duration nullTtl,
            @DefaultValue("10s") Duration lease,
            @DefaultValue("10s") Duration maxWait) {}

    Area<CacheSettings> area() {
        var settings = new CacheSettings(null, defaults.ttl, defaults.nullTtl, defaults.lease, defaults.maxWait);
        return new Area<>(enabled, settings, caches);
    }
}
