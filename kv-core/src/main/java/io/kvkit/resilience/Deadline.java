package io.kvkit.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of calls.
 *
 * <p>The store ends its calls by itself and knows best whether they were sent. So the deadline is slightly later than
 * its timeout, for stores that do not keep it. An adaptive deadline is earlier: a multiple of the time in which 99 of
 * 100 calls were answered.
 *
 * <p>Times are evaluated in rounds of calls and stored in steps of about a tenth. The 99th percentile is the larger
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

    private final AdaptiveTimeout adaptive;
    private volatile Round round = new Round();
    private volatile long lastNanos;
    private volatile long p99Nanos;

    Deadline(AdaptiveTimeout adaptive) {
        this.adaptive = adaptive;
    }

    /** Returns the deadline of a call to a store that may not keep its timeout. */
    static Duration after(Duration timeout) {
        return timeout.plus(GRACE);
    }

    /** Returns a deadline that is shorter than the timeout of the store; null if the timeout applies. */
    @Nullable
    Duration before(Duration timeout) {
        long p99 = p99Nanos;
        if (p99 == 0) {
            return null;
        }
        long fitting =
                Math.max((long) (p99 * adaptive.factor()), adaptive.least().toNanos());
        return fitting < timeout.toNanos() ? Duration.ofNanos(fitting) : null;
    }

    /** Learns from a call that was answered or that reached its deadline. */
    void learn(long nanos) {
        Round now = round;
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
