package io.kvkit.lettuce;

import io.kvkit.tck.Eventually;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The same calls, made again and again by a thread until it is closed. */
final class SteadyCalls implements AutoCloseable {

    private static final int MOST_FAILURES = 10;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong made = new AtomicLong();
    private final Thread thread;
    private volatile boolean ended;

    SteadyCalls(Runnable calls) {
        this.thread = new Thread(() -> repeat(calls), "kvkit-test-calls");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when they were made so many times more. */
    void awaitMore(int times) {
        long enough = made.get() + times;
        Eventually.until("calls", () -> made.get() >= enough);
    }

    /** Some of the failures. */
    Queue<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(Eventually.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void repeat(Runnable calls) {
        while (!ended) {
            try {
                calls.run();
            } catch (Throwable failure) {
                if (failures.size() < MOST_FAILURES) {
                    failures.add(failure);
                }
            }
            made.incrementAndGet();
        }
    }
}
