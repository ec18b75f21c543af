package io.kvkit.recipe.cache;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a cache keeps results; all times in milliseconds.
 *
 * @param ttlMillis how long a result is kept
 * @param nullTtlMillis how long null and an empty Optional are kept; 0 not to store them
 * @param jitter the share by which the life of each result is shortened at random, at most: 0.05 for 5 %
 * @since 0.1
 */
public record Life(long ttlMillis, long nullTtlMillis, double jitter) {

    /** The default life. */
    public static final Life BUILT_IN = new Life(600_000, 30_000, 0.05);

    public Life {
        if (ttlMillis <= 0 || nullTtlMillis < 0) {
            throw new IllegalArgumentException("A cache needs a positive ttl, and a nullTtl that is not negative");
        }
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException("A jitter is at least 0 and below 1, but this one is " + jitter);
        }
    }

    /** Returns a life of exactly a time to live, and the default one of null and an empty Optional. */
    public static Life of(long ttlMillis) {
        return new Life(ttlMillis, nullTtlMillis(ttlMillis), 0);
    }

    /** Returns the default time to live of null and an empty Optional in a cache with a time to live. */
    public static long nullTtlMillis(long ttlMillis) {
        return Math.min(ttlMillis, BUILT_IN.nullTtlMillis);
    }

    /** Returns the same life with another time to live. */
    public Life withTtl(long millis) {
        return new Life(millis, nullTtlMillis, jitter);
    }

    /** Returns the same life with another jitter. */
    public Life withJitter(double share) {
        return new Life(ttlMillis, nullTtlMillis, share);
    }

    /** Returns a life that is shortened at random, so that results that were stored together do not end together. */
    long shortened(long millis) {
        if (jitter == 0 || millis <= 0) {
            return millis;
        }
        double share = jitter * ThreadLocalRandom.current().nextDouble();
        return Math.max(1, millis - (long) (millis * share));
    }
}
