package io.kvkit.recipe.ratelimit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link RateLimiter} on a store that needs I/O.
 *
 * @param timeout how long a decision may wait for the store; then {@link OnStoreFailure} applies
 * @param localShares the fraction of each limit that this JVM grants under {@link OnStoreFailure#LOCAL}
 * @param denyCache how refusals are remembered; null if every call asks the store
 * @since 0.1
 */
public record RateLimiterSettings(
        Duration timeout, LocalShares localShares, @Nullable DenyCacheSettings denyCache) {

    /** A timeout of 50 ms, all of each limit, and no deny cache. */
    public static final RateLimiterSettings DEFAULT =
            new RateLimiterSettings(Duration.ofMillis(50), LocalShares.WHOLE, null);

    public RateLimiterSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, but is " + timeout);
        }
    }

    /** Returns the same settings with another timeout. */
    public RateLimiterSettings withTimeout(Duration atMost) {
        return new RateLimiterSettings(atMost, localShares, denyCache);
    }

    /** Returns the same settings with other shares. */
    public RateLimiterSettings withLocalShares(LocalShares shares) {
        return new RateLimiterSettings(timeout, shares, denyCache);
    }

    /** Returns the same settings with another deny cache; null for none. */
    public RateLimiterSettings withDenyCache(@Nullable DenyCacheSettings settings) {
        return new RateLimiterSettings(timeout, localShares, settings);
    }
}
