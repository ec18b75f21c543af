package io.kvkit.spring.outage;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How the calls of one kind ended, and how long they took; times are kept in steps of about a quarter of a percent. */
final class CallStats {

    static final String WELL = "well";

    private static final int STEPS_PER_DOUBLING = 256;

    private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicLongArray buckets = new AtomicLongArray(64 * STEPS_PER_DOUBLING);

    /** A call has ended like this. */
    void ended(String how, long nanos) {
        slowestNanos.accumulateAndGet(nanos, Math::max);
        buckets.incrementAndGet((int) (Math.log(Math.max(1, nanos)) / Math.log(2) * STEPS_PER_DOUBLING));
        ends.computeIfAbsent(how, name -> new LongAdder()).increment();
    }

    /** How many calls have ended. */
    long count() {
        return ends.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The part of the calls that went well. */
    double well() {
        LongAdder well = ends.getOrDefault(WELL, new LongAdder());
        return (double) well.sum() / Math.max(1, count());
    }

    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** A time that this part of the calls did not exceed. */
    Duration quantile(double part) {
        long left = (long) Math.ceil(count() * part);
        for (int step = 0; step < buckets.length(); step++) {
            left -= buckets.get(step);
            if (left <= 0) {
                return Duration.ofNanos((long) Math.pow(2, (step + 1.0) / STEPS_PER_DOUBLING));
            }
        }
        return slowest();
    }

    /** Counts all calls of others as well. */
    void add(CallStats other) {
        other.ends.forEach((how, count) ->
                ends.computeIfAbsent(how, name -> new LongAdder()).add(count.sum()));
        slowestNanos.accumulateAndGet(other.slowestNanos.get(), Math::max);
        for (int step = 0; step < buckets.length(); step++) {
            buckets.addAndGet(step, other.buckets.get(step));
        }
    }

    @Override
    public String toString() {
        return String.format(
                "%d calls, p50 %.1f ms, p99 %.1f ms, slowest %.1f ms, %s",
                count(), millis(quantile(0.5)), millis(quantile(0.99)), millis(slowest()), new TreeMap<>(ends));
    }

    private static double millis(Duration time) {
        return (double) time.toNanos() / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
