package io.kvkit.recipe.cache;

import io.kvkit.recipe.cache.near.NearSettings;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The settings of one cache; all times in milliseconds.
 *
 * @param name the name of the cache, for the log
 * @param ttlMillis how long a result is kept
 * @param nullTtlMillis how long null and an empty Optional are kept; 0 not to store them
 * @param jitter the share by which the life of each result is shortened at random, at most: 0.05 for 5 %
 * @param leaseMillis how long a computation holds its claim unless it is renewed
 * @param maxWaitMillis how long a call waits for another call's computation before it computes for itself
 * @param staleness how long results are given out after their time to live
 * @param timeouts how long calls wait for a computation that goes on without them
 * @param near the results that are kept in this JVM
 * @param tagged whether results can be invalidated by tags and all together, for which a read needs a second record
 * @since 0.1
 */
public record CacheSettings(
        String name,
        long ttlMillis,
        long nullTtlMillis,
        double jitter,
        long leaseMillis,
        long maxWaitMillis,
        Staleness staleness,
        LoadTimeouts timeouts,
        NearSettings near,
        boolean tagged) {

    /** The default settings; for a shorter ttl see {@link #nullTtlMillis(long)}. */
    public static final CacheSettings BUILT_IN = new CacheSettings(
            "", 600_000, 30_000, 0.05, 10_000, 10_000, Staleness.NONE, LoadTimeouts.NONE, NearSettings.BUILT_IN, false);

    public CacheSettings {
        if (ttlMillis <= 0 || nullTtlMillis < 0 || leaseMillis <= 0 || maxWaitMillis < 0) {
            throw new IllegalArgumentException(
                    "A cache needs a positive ttl and lease, and a nullTtl and max-wait that are not negative");
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException("A jitter is at least 0 and below 1, but this one is " + jitter);
        }
        if (timeouts.softMillis() > 0 && !staleness.isServed()) {
            throw new IllegalArgumentException("A softTimeout needs stale values");
        }
        if (staleness.isServed() && staleness.retryPauseMillis() > leaseMillis / 2) {
            throw new IllegalArgumentException("A retry-pause is at most half of the lease of " + leaseMillis
                    + " ms, but this one is " + staleness.retryPauseMillis() + " ms");
        }
    }

    /** Creates settings of a cache that keeps each result for exactly its time. */
    public CacheSettings(String name, long ttlMillis, long nullTtlMillis, long leaseMillis, long maxWaitMillis) {
        this(
                name,
                ttlMillis,
                nullTtlMillis,
                0,
                leaseMillis,
                maxWaitMillis,
                Staleness.NONE,
                LoadTimeouts.NONE,
                NearSettings.BUILT_IN,
                false);
    }

    /** Returns default settings with a name and a time to live, without jitter. */
    public static CacheSettings of(String name, long ttlMillis) {
        return new CacheSettings(
                name, ttlMillis, nullTtlMillis(ttlMillis), BUILT_IN.leaseMillis, BUILT_IN.maxWaitMillis);
    }

    /** Returns the default time to live of null and an empty Optional in a cache with a time to live. */
    public static long nullTtlMillis(long ttlMillis) {
        return Math.min(ttlMillis, BUILT_IN.nullTtlMillis);
    }

    /** Returns the same settings with another time to live. */
    public CacheSettings withTtl(long millis) {
        return new CacheSettings(
                name, millis, nullTtlMillis, jitter, leaseMillis, maxWaitMillis, staleness, timeouts, near, tagged);
    }

    /** Returns the same settings with another jitter. */
    public CacheSettings withJitter(double share) {
        return new CacheSettings(
                name, ttlMillis, nullTtlMillis, share, leaseMillis, maxWaitMillis, staleness, timeouts, near, tagged);
    }

    /** Returns the same settings with other times for stale values. */
    public CacheSettings withStaleness(Staleness times) {
        return new CacheSettings(
                name, ttlMillis, nullTtlMillis, jitter, leaseMillis, maxWaitMillis, times, timeouts, near, tagged);
    }

    /** Returns the same settings with other times for waiting calls. */
    public CacheSettings withTimeouts(LoadTimeouts times) {
        return new CacheSettings(
                name, ttlMillis, nullTtlMillis, jitter, leaseMillis, maxWaitMillis, staleness, times, near, tagged);
    }

    /** Returns the same settings with another near cache. */
    public CacheSettings withNear(NearSettings other) {
        return new CacheSettings(
                name, ttlMillis, nullTtlMillis, jitter, leaseMillis, maxWaitMillis, staleness, timeouts, other, tagged);
    }

    /** Returns the same settings; results can be invalidated by tags and all together, or not. */
    public CacheSettings withTagged(boolean can) {
        return can == tagged
                ? this
                : new CacheSettings(
                        name,
                        ttlMillis,
                        nullTtlMillis,
                        jitter,
                        leaseMillis,
                        maxWaitMillis,
                        staleness,
                        timeouts,
                        near,
                        can);
    }

    /** Returns a life that is shortened at random, so that results that were stored together do not end together. */
    long shortened(long millis) {
        return jitter == 0 || millis <= 0
                ? millis
                : Math.max(
                        1,
                        millis
                                - (long) (millis
                                        * jitter
                                        * ThreadLocalRandom.current().nextDouble()));
    }
}
