package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.Life;
import io.kvkit.recipe.cache.Loading;
import io.kvkit.recipe.cache.Staleness;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.attribute.Shares;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The times that an annotation sets; null where it says nothing. */
record CacheTimes(
        @Nullable Duration ttl,
        @Nullable Duration nullTtl,
        @Nullable Double jitter,
        @Nullable Duration staleWhileRevalidate,
        @Nullable Duration staleIfError,
        @Nullable Double earlyRefresh,
        @Nullable Duration softTimeout,
        @Nullable Duration hardTimeout) {

    /** The times of no annotation. */
    static final CacheTimes NONE = ofTtl(null);

    /** Returns the times of an annotation that sets nothing but the time to live. */
    static CacheTimes ofTtl(@Nullable Duration ttl) {
        return new CacheTimes(ttl, null, null, null, null, null, null, null);
    }

    /** Returns the times of a {@code @Cached} annotation. */
    static CacheTimes of(Attributes attributes) {
        return new CacheTimes(
                attributes.duration("ttl"),
                attributes.durationOrZero("nullTtl"),
                attributes.share("jitter"),
                attributes.durationOrZero("staleWhileRevalidate"),
                attributes.durationOrZero("staleIfError"),
                attributes.factor("earlyRefresh"),
                attributes.durationOrZero("softTimeout"),
                attributes.durationOrZero("hardTimeout"));
    }

    /** Returns the settings of a cache, merged with its properties. */
    CacheSettings settings(Layers<Cache> layers, String name) {
        CacheSettings written = written(layers, name);
        return written.withLoading(timeouts(layers, written));
    }

    /** Returns the settings of a cache for values that are written and not loaded. */
    CacheSettings written(Layers<Cache> layers, String name) {
        CacheSettings builtIn = CacheSettings.BUILT_IN;
        Loading loading = loading(layers, builtIn.loading());
        return CacheSettings.of(name, life(layers, builtIn.life()), loading)
                .withStaleness(staleness(layers, loading.leaseMillis()))
                .withTagged(layers.value(Cache::tagged, null, builtIn.tagged()));
    }

    private Life life(Layers<Cache> layers, Life builtIn) {
        long millis = layers.millis("ttl", Cache::ttl, ttl, builtIn.ttlMillis());
        return new Life(
                millis,
                layers.millisOrZero("null-ttl", Cache::nullTtl, nullTtl, Life.nullTtlMillis(millis)),
                layers.value(CacheTimes::share, jitter, builtIn.jitter()));
    }

    private static Loading loading(Layers<Cache> layers, Loading builtIn) {
        return Loading.of(
                layers.millis("lease", Cache::lease, null, builtIn.leaseMillis()),
                layers.millisOrZero("max-wait", Cache::maxWait, null, builtIn.maxWaitMillis()));
    }

    private static @Nullable Double share(Cache settings) {
        String jitter = settings.jitter();
        return jitter == null ? null : Shares.of(jitter);
    }

    private Staleness staleness(Layers<Cache> layers, long leaseMillis) {
        Staleness staleness = new Staleness(
                layers.millisOrZero("stale-while-revalidate", Cache::staleWhileRevalidate, staleWhileRevalidate, 0),
                layers.millisOrZero("stale-if-error", Cache::staleIfError, staleIfError, 0),
                layers.millisOrZero("retry-pause", Cache::retryPause, null, Staleness.NONE.retryPauseMillis()),
                layers.value(Cache::earlyRefresh, earlyRefresh, 0.0));
        if (staleness.isKept() && staleness.retryPauseMillis() > leaseMillis / 2) {
            throw layers.error(
                    layers.origin("retry-pause", "retry-pause", Cache::retryPause, null),
                    Duration.ofMillis(staleness.retryPauseMillis()),
                    "it is longer than half of the lease of " + Duration.ofMillis(leaseMillis)
                            + ", so a pause looks like a load",
                    "Set a shorter pause, or a longer lease");
        }
        return staleness;
    }

    private Loading timeouts(Layers<Cache> layers, CacheSettings written) {
        Staleness staleness = written.staleness();
        long soft = layers.millisOrZero("soft-timeout", Cache::softTimeout, softTimeout, 0);
        long hard = layers.millisOrZero("hard-timeout", Cache::hardTimeout, hardTimeout, 0);
        if (soft == 0 || (staleness.isServed() && (hard == 0 || soft < hard))) {
            return written.loading().withTimeouts(soft, hard);
        }
        if (softTimeout == null && layers.byName().softTimeout() == null) {
            return written.loading()
                    .withTimeouts(0, hard); // a soft timeout of the defaults is for those caches that it fits
        }
        throw staleness.isServed()
                ? soft(
                        layers,
                        soft,
                        "it is not shorter than the hard timeout of " + Duration.ofMillis(hard),
                        "Set a shorter one, or a longer hard timeout")
                : soft(
                        layers,
                        soft,
                        "there is no stale value that a caller could get then",
                        "Set staleWhileRevalidate or staleIfError too, or remove it");
    }

    private RuntimeException soft(Layers<Cache> layers, long soft, String problem, String mend) {
        Function<Cache, @Nullable Duration> reader = Cache::softTimeout;
        String place = layers.origin("soft-timeout", "softTimeout", reader, softTimeout);
        return layers.error(place, Duration.ofMillis(soft), problem, mend);
    }
}
