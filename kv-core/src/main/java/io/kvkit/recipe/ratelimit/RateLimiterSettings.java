package io.kvkit.recipe.ratelimit;

import java.time.Duration;

/**
 * The settings of a {@link RateLimiter} on a store that needs I/O.
 *
 * @param timeout how long a decision may wait for the store; then {@link OnStoreFailure} applies
 * @since 0.1
 */
public record RateLimiterSettings(Duration timeout) {

    /** A timeout of 50 ms. */
    public static final RateLimiterSettings DEFAULT = new RateLimiterSettings(Duration.ofMillis(50));

    public RateLimiterSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, but is " + timeout);
        }
    }
}
