package io.kvkit.recipe.ratelimit;

import java.time.Duration;

/**
 * How long and for how many keys a {@link RateLimiter} remembers that the store refused a call.
 *
 * @param maxEntries the maximum number of keys, rounded down to a power of two; 1 to 2^24
 * @param maxTime the longest time for which a refusal is remembered, however long the caller has to wait; at least 1 ms.
 *     Permits that another JVM gives back are found after that time
 * @since 0.1
 */
public record DenyCacheSettings(int maxEntries, Duration maxTime) {

    /** The largest number of keys. */
    public static final int MAX_ENTRIES = 1 << 24;

    /** 16384 keys, for one second at most. */
    public static final DenyCacheSettings DEFAULT = new DenyCacheSettings(1 << 14, Duration.ofSeconds(1));

    public DenyCacheSettings {
        if (maxEntries < 1 || maxEntries > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "The maximum number of entries must be from 1 to " + MAX_ENTRIES + ", but is " + maxEntries);
        }
        if (maxTime.toMillis() < 1) {
            throw new IllegalArgumentException("The maximum time must be at least 1 ms, but is " + maxTime);
        }
    }
}
