package io.kvkit.spring.cached;

import io.kvkit.codec.Compression;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.attribute.ValueRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.cache}.
 *
 * @param enabled whether the cache annotations do anything
 * @param order where @Cached stands among advisors; a lower number is further out. @CacheInvalidate and @CacheUpdate stand 100 before it
 * @param store the name of the store that keeps the records: one of kv.stores, or a KvStore bean. Unset: the default store
 * @param keys the keys of sealed caches. The first one seals, all of them open
 * @param caches settings by the name of the cache: enabled, ttl, null-ttl, lease, max-wait, codec, compression, sealed, shared-prefix. They beat the attributes of the annotations
 */
public record CacheProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1400") int order,
        @Nullable String store,
        @DefaultValue List<SealingKey> keys,
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
     * @param codec how results are written: json, smile, cbor, bytes, string, or the name of a Codec bean. Unset: the only Codec bean, which writes JSON
     * @param compression how results of more than 1 KB are compressed
     */
    public record Defaults(
            @DefaultValue("10m") Duration ttl,
            @Nullable Duration nullTtl,
            @DefaultValue("10s") Duration lease,
            @DefaultValue("10s") Duration maxWait,
            @Nullable String codec,
            @DefaultValue("none") Compression compression) {}

    /** What the configuration says about one cache; null where it says nothing. */
    public record Cache(
            @Nullable Boolean enabled,
            @Nullable Duration ttl,
            @Nullable Duration nullTtl,
            @Nullable Duration lease,
            @Nullable Duration maxWait,
            @Nullable String codec,
            @Nullable Compression compression,
            @Nullable Boolean sealed,
            @Nullable String sharedPrefix) {

        /** Settings that say nothing. */
        public static final Cache NONE = new Cache(null, null, null, null, null, null, null, null, null);
    }

    @Override
    public void check() {
        check("kv.cache.defaults", defaults.ttl, defaults.nullTtl, defaults.lease, defaults.maxWait);
        caches.forEach(
                (name, it) -> check("kv.cache.caches." + name, it.ttl(), it.nullTtl(), it.lease(), it.maxWait()));
        caches.forEach(
                (name, it) -> ValueRules.prefix("kv.cache.caches." + name + ".shared-prefix", it.sharedPrefix()));
        SealingKey.check(keys);
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

    /** How the entries of a cache are stored whose name no annotation has. */
    public FormatSettings format(String name) {
        return FormatSettings.of(new Layers<>(null, settings(), name), null, null);
    }

    @Override
    public AreaSettings<Cache> settings() {
        var settings = new Cache(
                null,
                defaults.ttl,
                defaults.nullTtl,
                defaults.lease,
                defaults.maxWait,
                defaults.codec,
                defaults.compression,
                null,
                null);
        return new AreaSettings<>(CacheArea.CACHE, enabled, settings, caches);
    }
}
