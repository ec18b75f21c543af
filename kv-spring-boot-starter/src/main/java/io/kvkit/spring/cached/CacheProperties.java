package io.kvkit.spring.cached;

import io.kvkit.annotation.Cached.Near;
import io.kvkit.codec.Compression;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.operation.AreaProperties;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.SealingKey;
import io.kvkit.spring.operation.attribute.ValueRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties under {@code kv.cache}.
 *
 * @param enabled whether the cache annotations do anything
 * @param order where @Cached stands among advisors; a lower number is further out. @CacheInvalidate and @CacheUpdate stand 100 before it
 * @param store the name of the store that keeps the records: one of kv.stores, or a KvStore bean. Unset: the default store
 * @param springCacheManager whether Spring's @Cacheable, @CachePut and @CacheEvict use these caches. With true, all caches can be cleared, unless their setting tagged is false
 * @param keys the keys of sealed caches. The first one seals, all of them open
 * @param caches settings by the name of the cache: enabled, ttl, null-ttl, jitter, lease, max-wait, stale-while-revalidate, stale-if-error, retry-pause, early-refresh, soft-timeout, hard-timeout, codec, compression, sealed, shared-prefix, near, near-size, max-staleness, share, tagged, type. They beat the attributes of the annotations
 */
public record CacheProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1400") int order,
        @Nullable String store,
        @DefaultValue("false") boolean springCacheManager,
        @DefaultValue List<SealingKey> keys,
        @DefaultValue Defaults defaults,
        @DefaultValue Map<String, Cache> caches)
        implements AreaProperties<CacheProperties.Cache> {

    /**
     * What holds where neither the name's settings nor the annotation say anything.
     *
     * @param ttl how long a result is kept
     * @param nullTtl how long null and empty results are kept; 0s for never. Unset: 30s, or the ttl if that is shorter
     * @param jitter by which share the life of each result is shortened at random, at most: a percentage such as 5%, or 0.05
     * @param lease after what time another caller may load what a dead one was loading
     * @param maxWait how long a caller waits for another one's load before it loads by itself
     * @param staleWhileRevalidate how long after its ttl a result is returned at once, while one call in the background loads the next one. 0s for never
     * @param staleIfError how long after its ttl a result is returned if a load fails. 0s for never
     * @param retryPause how long after a failed load no other one starts while there is a stale result; at most half of the lease
     * @param earlyRefresh how early a result is loaded again before its ttl ends: with 1, about as long before as a load takes, with 2 about twice as long. 0 for never
     * @param softTimeout after what time callers get a stale result, if there is one, while the load goes on. 0s for never
     * @param hardTimeout after what time callers fail while the load goes on. 0s for never
     * @param codec how results are written: json, smile, cbor, bytes, string, or the name of a Codec bean. Unset: the only Codec bean, which writes JSON
     * @param compression how results of more than 1 KB are compressed
     * @param near whether results are also kept as objects in this JVM: default (if the store is in this JVM), on or off
     * @param nearSize the maximum number of results that each cache keeps in this JVM
     * @param maxStaleness how long results in this JVM are used while changes may go unnoticed, such as after a lost connection; the longest life of a result if the store tells of no changes
     */
    public record Defaults(
            @DefaultValue("10m") Duration ttl,
            @Nullable Duration nullTtl,
            @DefaultValue("5%") String jitter,
            @DefaultValue("10s") Duration lease,
            @DefaultValue("10s") Duration maxWait,
            @DefaultValue("0s") Duration staleWhileRevalidate,
            @DefaultValue("0s") Duration staleIfError,
            @DefaultValue("1s") Duration retryPause,
            @DefaultValue("0") double earlyRefresh,
            @DefaultValue("0s") Duration softTimeout,
            @DefaultValue("0s") Duration hardTimeout,
            @Nullable String codec,
            @DefaultValue("none") Compression compression,
            @DefaultValue("default") Near near,
            @DefaultValue("10000") int nearSize,
            @DefaultValue("1s") Duration maxStaleness) {

        Cache settings(boolean springCacheManager) {
            return new Cache(
                    null,
                    ttl,
                    nullTtl,
                    jitter,
                    lease,
                    maxWait,
                    staleWhileRevalidate,
                    staleIfError,
                    retryPause,
                    earlyRefresh,
                    softTimeout,
                    hardTimeout,
                    codec,
                    compression,
                    null,
                    null,
                    near,
                    nearSize,
                    maxStaleness,
                    null,
                    springCacheManager ? Boolean.TRUE : null,
                    null);
        }
    }

    /** What the configuration says about one cache; null where it says nothing. */
    public record Cache(
            @Nullable Boolean enabled,
            @Nullable Duration ttl,
            @Nullable Duration nullTtl,
            @Nullable String jitter,
            @Nullable Duration lease,
            @Nullable Duration maxWait,
            @Nullable Duration staleWhileRevalidate,
            @Nullable Duration staleIfError,
            @Nullable Duration retryPause,
            @Nullable Double earlyRefresh,
            @Nullable Duration softTimeout,
            @Nullable Duration hardTimeout,
            @Nullable String codec,
            @Nullable Compression compression,
            @Nullable Boolean sealed,
            @Nullable String sharedPrefix,
            @Nullable Near near,
            @Nullable Integer nearSize,
            @Nullable Duration maxStaleness,
            @Nullable Boolean share,
            @Nullable Boolean tagged,
            @Nullable String type) {

        /** Settings that say nothing. */
        public static final Cache NONE = new Cache(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null);

        /** Returns these settings, completed by others. */
        Cache over(Cache base) {
            return new Cache(
                    first(enabled, base.enabled),
                    first(ttl, base.ttl),
                    first(nullTtl, base.nullTtl),
                    first(jitter, base.jitter),
                    first(lease, base.lease),
                    first(maxWait, base.maxWait),
                    first(staleWhileRevalidate, base.staleWhileRevalidate),
                    first(staleIfError, base.staleIfError),
                    first(retryPause, base.retryPause),
                    first(earlyRefresh, base.earlyRefresh),
                    first(softTimeout, base.softTimeout),
                    first(hardTimeout, base.hardTimeout),
                    first(codec, base.codec),
                    first(compression, base.compression),
                    first(sealed, base.sealed),
                    first(sharedPrefix, base.sharedPrefix),
                    first(near, base.near),
                    first(nearSize, base.nearSize),
                    first(maxStaleness, base.maxStaleness),
                    first(share, base.share),
                    first(tagged, base.tagged),
                    first(type, base.type));
        }

        private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
            return own == null ? other : own;
        }

        /** Returns whether the settings say something about the near cache, or whether there is a cache at all. */
        boolean concernsNear() {
            return Stream.of(near, nearSize, maxStaleness, share, earlyRefresh, enabled)
                    .anyMatch(Objects::nonNull);
        }

        void check(String name) {
            ValueRules.positive(name + ".ttl", ttl);
            ValueRules.positive(name + ".lease", lease);
            ValueRules.notNegative(name + ".null-ttl", nullTtl);
            ValueRules.share(name + ".jitter", jitter);
            ValueRules.notNegative(name + ".max-wait", maxWait);
            ValueRules.notNegative(name + ".stale-while-revalidate", staleWhileRevalidate);
            ValueRules.notNegative(name + ".stale-if-error", staleIfError);
            ValueRules.notNegative(name + ".retry-pause", retryPause);
            ValueRules.factor(name + ".early-refresh", earlyRefresh);
            ValueRules.notNegative(name + ".soft-timeout", softTimeout);
            ValueRules.notNegative(name + ".hard-timeout", hardTimeout);
            ValueRules.prefix(name + ".shared-prefix", sharedPrefix);
            ValueRules.range(name + ".near-size", nearSize, 1, Integer.MAX_VALUE);
            ValueRules.notNegative(name + ".max-staleness", maxStaleness);
        }
    }

    @Override
    public void check() {
        defaults.settings(springCacheManager).check("kv.cache.defaults");
        caches.forEach((name, it) -> it.check("kv.cache.caches." + name));
        SealingKey.keyring("kv.cache.keys", keys);
    }

    /** How a cache behaves whose name no annotation has; null if no property has it either. */
    public @Nullable CacheSettings named(String name) {
        if (!caches.containsKey(name)) {
            return null;
        }
        return named(name, settings().of(name));
    }

    /** How such a cache behaves with other properties of its name. */
    CacheSettings named(String name, Cache byName) {
        Layers<Cache> layers = new Layers<>(null, settings(), name).with(byName);
        return CacheTimes.NONE.settings(layers, name).withNear(NearRules.read(layers, null));
    }

    /** How the entries of a cache are stored whose name no annotation has. */
    public FormatSettings format(String name) {
        return FormatSettings.of(new Layers<>(null, settings(), name), null, null);
    }

    @Override
    public AreaSettings<Cache> settings() {
        return new AreaSettings<>(CacheArea.CACHE, enabled, defaults.settings(springCacheManager), caches);
    }
}
