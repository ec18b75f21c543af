package io.kvkit.recipe.ratelimit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link RateLimiter}. All but {@code hotKeys} are for a store that needs I/O.
 *
 * @param timeout how long a decision may wait for the store; then {@link OnStoreFailure} applies
 * @param localShares the fraction of each limit that this JVM grants under {@link OnStoreFailure#LOCAL}
 * @param denyCache how refusals are remembered; null if every call asks the store
 * @param blockTime for how long a block of permits is handed out, see {@link LimitTerms#block}
 * @param hotKeys counts the keys with the most calls, on any store; null if nothing does
 * @since 0.1
 */
public record RateLimiterSettings(
        Duration timeout,
        LocalShares localShares,
        @Nullable DenyCacheSettings denyCache,
        Duration blockTime,
        @Nullable HotKeys hotKeys) {

    /** The default time of a block. */
    public static final Duration BLOCK_TIME = Duration.ofSeconds(1);

    /** A timeout of 50 ms, all of each limit, no deny cache, and no hot keys. */
    public static final RateLimiterSettings DEFAULT =
            new RateLimiterSettings(Duration.ofMillis(50), LocalShares.WHOLE, null, BLOCK_TIME, null);

    public RateLimiterSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, but is " + timeout);
        }
        if (blockTime.toMillis() < 1) {
            throw new IllegalArgumentException("The time of a block must be at least 1 ms, but is " + blockTime);
        }
    }

    /** Returns the same settings with another timeout. */
    public RateLimiterSettings withTimeout(Duration atMost) {
        return new RateLimiterSettings(atMost, localShares, denyCache, blockTime, hotKeys);
    }

    /** Returns the same settings with other shares. */
    public RateLimiterSettings withLocalShares(LocalShares shares) {
        return new RateLimiterSettings(timeout, shares, denyCache, blockTime, hotKeys);
    }

    /** Returns the same settings with another deny cache; null for none. */
    public RateLimiterSettings withDenyCache(@Nullable DenyCacheSettings settings) {
        return new RateLimiterSettings(timeout, localShares, settings, blockTime, hotKeys);
    }

    /** Returns the same settings with another time of blocks. */
    public RateLimiterSettings withBlockTime(Duration atMost) {
        return new RateLimiterSettings(timeout, localShares, denyCache, atMost, hotKeys);
    }

    /** Returns the same settings with something that counts hot keys; null for nothing. */
    public RateLimiterSettings withHotKeys(@Nullable HotKeys counter) {
        return new RateLimiterSettings(timeout, localShares, denyCache, blockTime, counter);
    }
}
