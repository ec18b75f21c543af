package io.kvkit.recipe.cache;

import io.kvkit.recipe.cache.near.NearSettings;

/**
 * The settings of one cache, in parts: a further setting belongs to one of them.
 *
 * <pre>{@code
 * CacheSettings products = CacheSettings.of("products", 600_000).withStaleness(new Staleness(60_000, 3_600_000, 1_000));
 * }</pre>
 *
 * @param name the name of the cache, for the log
 * @param life how long results are kept
 * @param loading how calls load results and wait for them
 * @param staleness how long results are given out after their time to live
 * @param near the results that are kept in this JVM
 * @param tagged whether results can be invalidated by tags and all together, for which a read needs a second record
 * @since 0.1
 */
public record CacheSettings(
        String name, Life life, Loading loading, Staleness staleness, NearSettings near, boolean tagged) {

    /** The default settings; for a shorter ttl see {@link Life#nullTtlMillis(long)}. */
    public static final CacheSettings BUILT_IN =
            new CacheSettings("", Life.BUILT_IN, Loading.BUILT_IN, Staleness.NONE, NearSettings.BUILT_IN, false);

    public CacheSettings {
        if (loading.softMillis() > 0 && !staleness.isServed()) {
            throw new IllegalArgumentException("A softTimeout needs stale values");
        }
        if (staleness.isKept() && staleness.retryPauseMillis() > loading.leaseMillis() / 2) {
            throw new IllegalArgumentException("A retry-pause is at most half of the lease of " + loading.leaseMillis()
                    + " ms, but this one is " + staleness.retryPauseMillis() + " ms");
        }
    }

    /** Returns default settings with a name and a time to live, without jitter. */
    public static CacheSettings of(String name, long ttlMillis) {
        return of(name, Life.of(ttlMillis), Loading.BUILT_IN);
    }

    /** Returns default settings with a name and times of their own. */
    public static CacheSettings of(String name, Life life, Loading loading) {
        return new CacheSettings(name, life, loading, BUILT_IN.staleness, BUILT_IN.near, BUILT_IN.tagged);
    }

    /** Returns the same settings with another life of results. */
    public CacheSettings withLife(Life other) {
        return new CacheSettings(name, other, loading, staleness, near, tagged);
    }

    /** Returns the same settings with another time to live. */
    public CacheSettings withTtl(long millis) {
        return withLife(life.withTtl(millis));
    }

    /** Returns the same settings with another jitter. */
    public CacheSettings withJitter(double share) {
        return withLife(life.withJitter(share));
    }

    /** Returns the same settings with other times for calls that load or wait. */
    public CacheSettings withLoading(Loading other) {
        return new CacheSettings(name, life, other, staleness, near, tagged);
    }

    /** Returns the same settings with another soft and another hard timeout; 0 for never. */
    public CacheSettings withTimeouts(long softMillis, long hardMillis) {
        return withLoading(loading.withTimeouts(softMillis, hardMillis));
    }

    /** Returns the same settings with other times for stale values. */
    public CacheSettings withStaleness(Staleness times) {
        return new CacheSettings(name, life, loading, times, near, tagged);
    }

    /** Returns the same settings with another near cache. */
    public CacheSettings withNear(NearSettings other) {
        return new CacheSettings(name, life, loading, staleness, other, tagged);
    }

    /** Returns the same settings; results can be invalidated by tags and all together, or not. */
    public CacheSettings withTagged(boolean can) {
        return can == tagged ? this : new CacheSettings(name, life, loading, staleness, near, can);
    }
}
