package io.kvkit.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link ResilientKvStore}.
 *
 * @param timeout the timeout of the store itself; calls that it does not end by then are ended shortly afterwards
 * @param maxInFlight the maximum number of calls in flight; further calls are refused at once
 * @param breaker when the circuit breaker opens; null for none
 * @param adaptive how the timeout adapts to observed durations; null for a fixed timeout
 * @since 0.1
 */
public record ResilienceSettings(
        Duration timeout,
        int maxInFlight,
        @Nullable BreakerSettings breaker,
        @Nullable AdaptiveTimeout adaptive) {

    /** The default maximum number of calls in flight. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 4_096;

    public ResilienceSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, but is " + timeout);
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("The bound of calls in flight must be positive, but is " + maxInFlight);
        }
    }

    /** Returns settings with a circuit breaker, 4096 calls in flight and a fixed timeout. */
    public static ResilienceSettings of(Duration timeout) {
        return new ResilienceSettings(timeout, DEFAULT_MAX_IN_FLIGHT, BreakerSettings.DEFAULT, null);
    }

    /** Returns the same settings with another maximum number of calls in flight. */
    public ResilienceSettings withMaxInFlight(int calls) {
        return new ResilienceSettings(timeout, calls, breaker, adaptive);
    }

    /** Returns the same settings with another circuit breaker; null for none. */
    public ResilienceSettings withBreaker(@Nullable BreakerSettings settings) {
        return new ResilienceSettings(timeout, maxInFlight, settings, adaptive);
    }

    /** Returns the same settings with an adaptive timeout; null for a fixed one. */
    public ResilienceSettings withAdaptiveTimeout(@Nullable AdaptiveTimeout settings) {
        return new ResilienceSettings(timeout, maxInFlight, breaker, settings);
    }
}
