package io.kvkit.resilience;

import io.kvkit.store.Blank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link ResilientKvStore}.
 *
 * @param name the name of the store in the log, in events and in metrics
 * @param timeout the timeout of the store itself; calls that it does not end by then are ended shortly afterwards
 * @param maxInFlight the maximum number of calls in flight; further calls are refused at once
 * @param breaker when the circuit breaker opens; null for none
 * @param adaptive how the timeout adapts to observed durations; null for a fixed timeout
 * @since 0.1
 */
public record ResilienceSettings(
        String name,
        Duration timeout,
        int maxInFlight,
        @Nullable BreakerSettings breaker,
        @Nullable AdaptiveTimeout adaptive) {

    /** The name of a store that has no other. */
    public static final String DEFAULT_NAME = "default";

    /** The default maximum number of calls in flight. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 4_096;

    public ResilienceSettings {
        if (Blank.is(name)) {
            throw new IllegalArgumentException("The name of the store must not be blank");
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The timeout must be at least 1 ms, but is " + timeout);
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "The maximum number of calls in flight must be positive, but is " + maxInFlight);
        }
    }

    /** Returns settings of the default store with a circuit breaker, 4096 calls in flight and a fixed timeout. */
    public static ResilienceSettings of(Duration timeout) {
        return new ResilienceSettings(DEFAULT_NAME, timeout, DEFAULT_MAX_IN_FLIGHT, BreakerSettings.DEFAULT, null);
    }

    /** Returns the same settings for a store with another name. */
    public ResilienceSettings withName(String store) {
        return new ResilienceSettings(store, timeout, maxInFlight, breaker, adaptive);
    }

    /** Returns the same settings with another maximum number of calls in flight. */
    public ResilienceSettings withMaxInFlight(int calls) {
        return new ResilienceSettings(name, timeout, calls, breaker, adaptive);
    }

    /** Returns the same settings with another circuit breaker; null for none. */
    public ResilienceSettings withBreaker(@Nullable BreakerSettings settings) {
        return new ResilienceSettings(name, timeout, maxInFlight, settings, adaptive);
    }

    /** Returns the same settings with an adaptive timeout; null for a fixed one. */
    public ResilienceSettings withAdaptiveTimeout(@Nullable AdaptiveTimeout settings) {
        return new ResilienceSettings(name, timeout, maxInFlight, breaker, settings);
    }
}
