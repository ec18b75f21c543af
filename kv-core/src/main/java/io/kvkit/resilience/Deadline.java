package io.kvkit.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may take.
 *
 * <p>The store ends its calls by itself and knows best whether they were sent. So the deadline comes a moment later,
 * for stores that do not keep their timeout; an adaptive one comes before it.
 */
final class Deadline {

    static final Duration GRACE = Duration.ofMillis(20);

    private final @Nullable AdaptiveTimeout adaptive;
    private final Latencies latencies = new Latencies();

    Deadline(@Nullable AdaptiveTimeout adaptive) {
        this.adaptive = adaptive;
    }

    /** The time for a call to a store with that timeout. */
    Duration of(Duration timeout) {
        Duration most = timeout.plus(GRACE);
        if (adaptive == null) {
            return most;
        }
        Duration p99 = latencies.p99();
        if (p99.isZero()) {
            return most;
        }
        Duration fitting = Duration.ofNanos((long) (p99.toNanos() * adaptive.factor()));
        Duration atLeast = fitting.compareTo(adaptive.least()) < 0 ? adaptive.least() : fitting;
        return atLeast.compareTo(timeout) < 0 ? atLeast : most;
    }

    /** Learns from a call that was answered, or that came to its deadline. */
    void learn(long nanos) {
        if (adaptive != null) {
            latencies.add(nanos);
        }
    }
}
