package io.kvkit.spring.outage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Calls of several kinds at a steady rate, each on a thread of a bounded pool. What finds no thread is shed, as at the
 * bound of a web server, so a store that hangs cannot pile up calls.
 */
final class Load implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST_UNEXPECTED = 10;

    private record Kind(String name, Callable<?> call, Set<Class<? extends Throwable>> promised) {}

    private final List<Kind> kinds = new ArrayList<>();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final LongAdder shed = new LongAdder();
    private final ThreadPoolExecutor threads;
    private final long nanosPerCall;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Map<String, CallStats> phase = Map.of();

    /**
     * A load that has not begun.
     *
     * @param perSecond calls per second of each kind
     * @param atOnce calls at once, of all kinds together
     */
    Load(int perSecond, int atOnce) {
        this.nanosPerCall = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.threads = new ThreadPoolExecutor(
                0, atOnce, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (task, pool) -> shed.increment());
    }

    /** Adds a kind of calls and the failures that its policy promises. */
    void add(String name, Callable<?> call, Set<Class<? extends Throwable>> promised) {
        kinds.add(new Kind(name, call, promised));
    }

    /** Begins, and gives the statistics of the first phase. */
    Map<String, CallStats> start() {
        Map<String, CallStats> first = nextPhase();
        Thread pace = new Thread(this::pace, "kvkit-test-load");
        pace.setDaemon(true);
        pace.start();
        return first;
    }

    /** The statistics of the calls that begin from now on. */
    Map<String, CallStats> nextPhase() {
        phase = kinds.stream().collect(Collectors.toUnmodifiableMap(Kind::name, kind -> new CallStats()));
        return phase;
    }

    /** Some of the failures that no policy promises. */
    Queue<Throwable> unexpected() {
        return unexpected;
    }

    /** How many calls were not made, because no thread was free. */
    long shed() {
        return shed.sum();
    }

    /** Ends the load and waits for the calls under way. */
    void end(Duration atMost) throws InterruptedException {
        ended.set(true);
        threads.shutdown();
        if (!threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(threads.getActiveCount() + " calls have not ended");
        }
    }

    @Override
    public void close() {
        ended.set(true);
        threads.shutdownNow();
    }

    private void pace() {
        long start = System.nanoTime();
        for (long made = 0; !ended.get(); LockSupport.parkNanos(TICK_NANOS)) {
            long due = (System.nanoTime() - start) / nanosPerCall;
            for (; made < due && !ended.get(); made++) {
                Map<String, CallStats> now = phase;
                kinds.forEach(kind -> threads.execute(() -> make(kind, now.get(kind.name))));
            }
        }
    }

    private void make(Kind kind, CallStats stats) {
        long start = System.nanoTime();
        try {
            kind.call.call();
            stats.ended(CallStats.WELL, System.nanoTime() - start);
        } catch (Throwable failure) {
            stats.ended(failure.getClass().getSimpleName(), System.nanoTime() - start);
            if (!kind.promised.contains(failure.getClass()) && unexpected.size() < MOST_UNEXPECTED) {
                unexpected.add(new AssertionError(kind.name, failure));
            }
        }
    }
}
