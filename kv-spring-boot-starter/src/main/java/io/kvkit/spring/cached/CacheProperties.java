package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.attribute.ValueRules;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.cache}.
 *
 * @param enabled whether the cache annotations do anything
 * @param order where @Cached stands among advisors; a lower number is further out. @CacheInvalidate and @CacheUpdate stand 100 before it
 * @param store the name of the store that keeps the records: one of kv.stores, or a KvStore bean. Unset: the default store
 * @param caches settings by the name of the cache: enabled, ttl, null-ttl, lease, max-wait. They beat the attributes of the annotations
 */
public record CacheProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1400") int order,
        @Nullable String store,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, Cache> caches)
        implements AreaProperties<CacheProperties.Cache> {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param ttl how long a result is kept
     * @param nullTtl how long null and empty results are kept; 0s for never. Unset: 30s, or the ttl if that is shorter
     * @param lease after what time another caller may load what a dead one was loading
     * @param maxWait how long a caller waits for another one's load before it loads by itself
     */
    public record Defaults(
            @DefaultValue("10m") Duration ttl,
            @Nullable Duration nullTtl,
            @DefaultValue("10s") Duration lease,
            @DefaultValue("10s") Duration maxWait) {}

    /** What the configuration says about one cache; null where it says nothing. */
    public record Cache(
            @Nullable Boolean enabled,
            @Nullable Duration ttl,
            @Nullable Duration nullTtl,
            @Nullable Duration lease,
            @Nullable Duration maxWait) {

        /** Settings that say nothing. */
        public static final Cache NONE = new Cache(null, null, null, null, null);
    }

    @Override
    public void check() {
        check("kv.cache.defaults", defaults.ttl, defaults.nullTtl, defaults.lease, defaults.maxWait);
        caches.forEach(
                (name, it) -> check("kv.cache.caches." + name, it.ttl(), it.nullTtl(), it.lease(), it.maxWait()));
    }

    private static void check(
            String name,
            @Nullable Duration ttl,
            @Nullable Duration nullTtl,
            @Nullable Duration lease,
            @Nullable Duration maxWait) {
        ValueRules.positive(name + ".ttl", ttl);
        ValueRules.positive(name + ".lease", lease);
        ValueRules.notNegative(name + ".null-ttl", nullTtl);
        ValueRules.notNegative(name + ".max-wait", maxWait);
    }

    /** How a cache behaves whose name no annotation has; null if no property has it either. */
    public @Nullable CacheSettings named(String name) {
        return caches.containsKey(name)
                ? CacheParser.settings(new Layers<>(null, settings(), name), name, null, null)
                : null;
    }

    @Override
    public AreaSettings<Cache> settings() {
        var settings = new Cache(null, defaults.ttl, defaults.nullTtl, defaults.lease, defaults.maxWait);
        return new AreaSettings<>(CacheArea.CACHE, enabled, settings, caches);
    }
}
