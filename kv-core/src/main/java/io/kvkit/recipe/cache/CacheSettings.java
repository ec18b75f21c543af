package io.kvkit.recipe.cache;

import io.kvkit.codec.ResultCodec;
import org.jspecify.annotations.Nullable;

/**
 * How one cache behaves; all times in milliseconds.
 *
 * @param name the name of the cache, for observers
 * @param ttlMillis how long a result is kept
 * @param nullTtlMillis how long null and an empty Optional are kept; 0 for not at all
 * @param leaseMillis how long a computation holds its claim unless it is renewed
 * @param maxWaitMillis how long a call waits for another call's computation before it computes for itself
 */
public record CacheSettings(String name, long ttlMillis, long nullTtlMillis, long leaseMillis, long maxWaitMillis) {

    /** How long null and an empty Optional are kept at most, unless that is set: 30 seconds. */
    public static final long NULL_TTL_MILLIS = 30_000;

    /** The built-in lease: 10 seconds. */
    public static final long LEASE_MILLIS = 10_000;

    /** The built-in longest wait: 10 seconds. */
    public static final long MAX_WAIT_MILLIS = 10_000;

    public CacheSettings {
        if (ttlMillis <= 0 || nullTtlMillis < 0 || leaseMillis <= 0 || maxWaitMillis < 0) {
            throw new IllegalArgumentException(
                    "A cache needs a positive ttl and lease, and a nullTtl and max-wait that are not negative");
        }
    }

    /** Settings with everything but the name and the time to live built in. */
    public static CacheSettings of(String name, long ttlMillis) {
        return new CacheSettings(name, ttlMillis, Math.min(ttlMillis, NULL_TTL_MILLIS), LEASE_MILLIS, MAX_WAIT_MILLIS);
    }

    /** How long a result is kept; 0 for not at all. */
    long ttlMillisOf(@Nullable Object result) {
        return ResultCodec.isAbsent(result) ? nullTtlMillis : ttlMillis;
    }
}
