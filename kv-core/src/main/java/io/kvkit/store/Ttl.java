package io.kvkit.store;

import java.time.Duration;

/**
 * The time to live of a stored value, in whole milliseconds.
 *
 * @param millis the time to live in milliseconds; 0 for no expiry, -1 to keep the expiry that the key has
 * @since 0.1
 */
public record Ttl(long millis) {

    /** The value does not expire. */
    public static final Ttl NONE = new Ttl(0);

    /** The value keeps the expiry that the key has; a new key gets none. */
    public static final Ttl KEEP = new Ttl(-1);

    /** The longest time to live: 100 years. */
    public static final Duration MAX = Duration.ofDays(36_525);

    public Ttl {
        if (millis < -1 || millis > 36_525L * 86_400_000L) {
            throw new IllegalArgumentException(
                    "A TTL must be positive and at most 100 years, but is " + millis + " ms");
        }
    }

    /**
     * Returns a time to live in milliseconds.
     *
     * @throws IllegalArgumentException unless it is positive and at most 100 years
     */
    public static Ttl ofMillis(long millis) {
        if (millis <= 0) {
            throw new IllegalArgumentException("A TTL must be positive, but is " + millis + " ms");
        }
        return new Ttl(millis);
    }

    /**
     * Returns a time to live, rounded up to whole milliseconds.
     *
     * @throws IllegalArgumentException unless it is positive and at most 100 years
     */
    public static Ttl of(Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("A TTL must be positive and at most 100 years, but is " + duration);
        }
        return new Ttl(duration.plusNanos(999_999).toMillis());
    }

    /** Returns whether the value expires after {@link #millis()}. */
    public boolean expires() {
        return millis > 0;
    }
}
