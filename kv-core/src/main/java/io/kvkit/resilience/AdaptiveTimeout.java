package io.kvkit.resilience;

import java.time.Duration;

/**
 * A timeout that adapts to the store: a multiple of the time in which 99 of 100 calls were answered.
 *
 * <p>It is never above the timeout of the store.
 *
 * <pre>{@code
 * ResilienceSettings settings =
 *         ResilienceSettings.of(timeout).withAdaptiveTimeout(new AdaptiveTimeout(Duration.ofMillis(20), 4));
 * }</pre>
 *
 * @param least the shortest timeout
 * @param factor the multiple of the observed 99th percentile; at least 1
 * @since 0.1
 */
public record AdaptiveTimeout(Duration least, double factor) {

    /** Three times the 99th percentile, at least 50 ms. */
    public static final AdaptiveTimeout DEFAULT = new AdaptiveTimeout(Duration.ofMillis(50), 3);

    public AdaptiveTimeout {
        if (least.toMillis() < 1) {
            throw new IllegalArgumentException("The shortest timeout must be at least 1 ms, but is " + least);
        }
        if (!(factor >= 1) || factor > 1_000) {
            throw new IllegalArgumentException("The factor must be 1 to 1000, but is " + factor);
        }
    }
}
