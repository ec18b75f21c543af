package io.kvkit.resilience;

import java.time.Duration;

/**
 * The settings of a circuit breaker: when it opens and closes.
 *
 * @param failureRate the percentage of failed calls in the window at which it opens; 1 to 100
 * @param window how many of the last calls count
 * @param minimumCalls the minimum number of calls before it may open; at most the window
 * @param openInterval the longest pause between two probes of the store while it is open
 * @param halfOpenCalls how many trial calls decide by the failure rate whether it closes
 * @since 0.1
 */
public record BreakerSettings(int failureRate, int window, int minimumCalls, Duration openInterval, int halfOpenCalls) {

    /** Opens when half of the last 50 calls failed, at least 10 calls; probes the store at most 500 ms apart. */
    public static final BreakerSettings DEFAULT = new BreakerSettings(50, 50, 10, Duration.ofMillis(500), 3);

    public BreakerSettings {
        require(failureRate >= 1 && failureRate <= 100, "The failure rate must be 1 to 100", failureRate);
        require(window >= 1, "The window must be positive", window);
        require(
                minimumCalls >= 1 && minimumCalls <= window,
                "The minimum number of calls must be positive and at most the window",
                minimumCalls);
        require(openInterval.toMillis() >= 1, "The open interval must be at least 1 ms", openInterval);
        require(halfOpenCalls >= 1, "The number of calls in the half-open state must be positive", halfOpenCalls);
    }

    private static void require(boolean good, String rule, Object value) {
        if (!good) {
            throw new IllegalArgumentException(rule + ", but is " + value);
        }
    }
}
