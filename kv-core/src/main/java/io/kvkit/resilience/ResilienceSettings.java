package io.kvkit.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ResilientKvStore} bounds the calls of a store.
 *
 * @param timeout the timeout that the store itself has; calls that it does not end by then are ended shortly after
 * @param maxInFlight how many calls may be in flight; further ones are refused at once
 * @param breaker when the circuit breaker opens; null for none
 * @param adaptive how the timeout follows the observed times; null when it does not
 */
public record ResilienceSettings(
        Duration timeout,
        int maxInFlight,
        @Nullable BreakerSettings breaker,
        @Nullable AdaptiveTimeout adaptive) {

    /** How many calls may be in flight unless something else is said. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 4_096;

    public ResilienceSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, but is " + timeout);
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("The bound of calls in flight must be positive, but is " + maxInFlight);
        }
    }

    /** A circuit breaker, 4096 calls in flight and a timeout that stays. */
    public static ResilienceSettings of(Duration timeout) {
        return new ResilienceSettings(timeout, DEFAULT_MAX_IN_FLIGHT, BreakerSettings.DEFAULT, null);
    }

    /** The same with another bound of calls in flight. */
    public ResilienceSettings withMaxInFlight(int calls) {
        return new ResilienceSettings(timeout, calls, breaker, adaptive);
    }

    /** The same with another circuit breaker; null for none. */
    public ResilienceSettings withBreaker(@Nullable BreakerSettings settings) {
        return new ResilienceSettings(timeout, maxInFlight, settings, adaptive);
    }

    /** The same with a timeout that follows the observed times; null for one that stays. */
    public ResilienceSettings withAdaptiveTimeout(@Nullable AdaptiveTimeout settings) {
        return new ResilienceSettings(timeout, maxInFlight, breaker, settings);
    }
}
