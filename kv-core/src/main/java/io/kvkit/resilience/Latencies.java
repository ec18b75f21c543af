package io.kvkit.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The times in which calls were answered, judged by rounds of so many calls.
 *
 * <p>Times are kept in steps of about a tenth. The 99th percentile is the larger one of the last two rounds, so one
 * quick round does not shorten a timeout too far.
 */
final class Latencies {

    static final int ROUND = 512;

    private static final int STEPS_PER_DOUBLING = 8;
    private static final int STEPS = 32 * STEPS_PER_DOUBLING;

    private record Round(AtomicIntegerArray counts, AtomicInteger size) {
        Round() {
            this(new AtomicIntegerArray(STEPS), new AtomicInteger());
        }
    }

    private volatile Round round = new Round();
    private volatile long lastNanos;
    private volatile long p99Nanos;

    void add(long nanos) {
        Round now = round;
        now.counts.incrementAndGet(step(nanos));
        if (now.size.incrementAndGet() == ROUND) {
            long own = percentile(now.counts);
            p99Nanos = Math.max(own, lastNanos);
            lastNanos = own;
            round = new Round();
        }
    }

    /** The time in which 99 of 100 calls were answered, rounded up; zero until a round is full. */
    Duration p99() {
        return Duration.ofNanos(p99Nanos);
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
