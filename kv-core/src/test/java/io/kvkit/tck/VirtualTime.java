package io.kvkit.tck;

import io.kvkit.call.Timer;
import io.kvkit.store.MicroClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock and a timer that are moved by hand, together.
 *
 * <p>Tasks run on the thread that moves the time, in the order of their times, each at its own time. Reading the clock
 * and scheduling are allowed from any thread; one thread moves the time.
 */
public final class VirtualTime implements MicroClock, Timer {

    /** An arbitrary start: 2025-08-23T00:00:00Z. */
    public static final long START_MICROS = 1_755_907_200_000_000L;

    private record Task(long dueNanos, long order, Runnable action) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::order));
    private long nowNanos;
    private long scheduled;

    @Override
    public synchronized long micros() {
        return START_MICROS + nowNanos / 1_000;
    }

    @Override
    public synchronized Scheduled after(Duration delay, Runnable action) {
        Task task = new Task(nowNanos + Math.max(0, delay.toNanos()), scheduled++, action);
        tasks.add(task);
        return () -> drop(task);
    }

    /** Moves the time on and runs what becomes due on the way, also what such tasks schedule. */
    public void advance(Duration by) {
        long target = plus(by);
        for (Task task = next(target); task != null; task = next(target)) {
            task.action.run();
        }
    }

    /** Runs what is due now, without moving the time. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    /** How many tasks wait for their time. */
    public synchronized int pending() {
        return tasks.size();
    }

    private synchronized long plus(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time does not go back");
        }
        return nowNanos + by.toNanos();
    }

    private synchronized @Nullable Task next(long target) {
        Task first = tasks.peek();
        if (first == null || first.dueNanos > target) {
            nowNanos = Math.max(nowNanos, target);
            return null;
        }
        tasks.remove();
        nowNanos = Math.max(nowNanos, first.dueNanos);
        return first;
    }

    private synchronized void drop(Task task) {
        tasks.remove(task);
    }
}
