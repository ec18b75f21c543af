package io.kvkit.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may take.
 *
 * <p>The store ends its calls by itself and knows best whether they were sent. So the deadline comes a moment later,
 * for stores that do not keep their timeout; an adaptive one comes before it: so many times the time in which 99 of 100
 * calls were answered.
 *
 * <p>Times are judged by rounds of so many calls and kept in steps of about a tenth. The 99th percentile is the larger
 * one of the last two rounds, so one quick round does not shorten a timeout too far.
 */
final class Deadline {

    static final Duration GRACE = Duration.ofMillis(20);
    static final int ROUND = 512;

    private static final int STEPS_PER_DOUBLING = 8;
    private static final int STEPS = 32 * STEPS_PER_DOUBLING;

    private record Round(AtomicIntegerArray counts, AtomicInteger size) {

        Round() {
            this(new AtomicIntegerArray(STEPS), new AtomicInteger());
        }
    }

    private final @Nullable AdaptiveTimeout adaptive;
    private volatile @Nullable Round round;
    private volatile long lastNanos;
    private volatile long p99Nanos;

    Deadline(@Nullable AdaptiveTimeout adaptive) {
        this.adaptive = adaptive;
        this.round = adaptive == null ? null : new Round();
    }

    /** The time for a call to a store that may not keep that timeout. */
    static Duration after(Duration timeout) {
        return timeout.plus(GRACE);
    }

    /** The time for a call that is shorter than the timeout of the store; null if that holds. */
    @Nullable
    Duration before(Duration timeout) {
        long p99 = p99Nanos;
        if (adaptive == null || p99 == 0) {
            return null;
        }
        long fitting =
                Math.max((long) (p99 * adaptive.factor()), adaptive.least().toNanos());
        return fitting < timeout.toNanos() ? Duration.ofNanos(fitting) : null;
    }

    /** Learns from a call that was answered, or that came to its deadline. */
    void learn(long nanos) {
        Round now = round;
        if (now == null) {
            return;
        }
        now.counts.incrementAndGet(step(nanos));
        if (now.size.incrementAndGet() == ROUND) {
            long own = percentile(now.counts);
            p99Nanos = Math.max(own, lastNanos);
            lastNanos = own;
            round = new Round();
        }
    }

    private static long percentile(AtomicIntegerArray counts) {
        int above = ROUND / 100;
        int step = STEPS - 1;
        for (int seen = counts.get(step); seen <= above && step > 0; seen += counts.get(step)) {
            step--;
        }
        return upperNanos(step);
    }

    private static int step(long nanos) {
        double micros = Math.max(1, nanos / 1_000.0);
        int step = (int) (Math.log(micros) / Math.log(2) * STEPS_PER_DOUBLING);
        return Math.min(step, STEPS - 1);
    }

    private static long upperNanos(int step) {
        return (long) (Math.pow(2, (step + 1) / (double) STEPS_PER_DOUBLING) * 1_000);
    }
}
