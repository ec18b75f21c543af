package io.kvkit.recipe.ratelimit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link RateLimiter}. All but {@code hotKeys} are for a store that needs I/O.
 *
 * @param timeout how long a decision may wait for the store; then {@link OnStoreFailure} applies
 * @param localShares the fraction of each limit that this JVM grants under {@link OnStoreFailure#LOCAL}
 * @param denyCache how refusals are remembered; null if every call asks the store
 * @param hotKeys counts the keys with the most calls, on any store; null if nothing does
 * @since 0.1
 */
public record RateLimiterSettings(
        Duration timeout,
        LocalShares localShares,
        @Nullable DenyCacheSettings denyCache,
        @Nullable HotKeys hotKeys) {

    /** A timeout of 50 ms, all of each limit, no deny cache, and no hot keys. */
    public static final RateLimiterSettings DEFAULT =
            new RateLimiterSettings(Duration.ofMillis(50), LocalShares.WHOLE, null, null);

    public RateLimiterSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, but is " + timeout);
        }
    }

    /** Returns the same settings with another timeout. */
    public RateLimiterSettings withTimeout(Duration atMost) {
        return new RateLimiterSettings(atMost, localShares, denyCache, hotKeys);
    }

    /** Returns the same settings with other shares. */
    public RateLimiterSettings withLocalShares(LocalShares shares) {
        return new RateLimiterSettings(timeout, shares, denyCache, hotKeys);
    }

    /** Returns the same settings with another deny cache; null for none. */
    public RateLimiterSettings withDenyCache(@Nullable DenyCacheSettings settings) {
        return new RateLimiterSettings(timeout, localShares, settings, hotKeys);
    }

    /** Returns the same settings with something that counts hot keys; null for nothing. */
    public RateLimiterSettings withHotKeys(@Nullable HotKeys counter) {
        return new RateLimiterSettings(timeout, localShares, denyCache, counter);
    }
}
