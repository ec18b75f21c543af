package io.kvkit.call;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A timer on one daemon thread that lives while tasks wait. Instances are safe for use by several threads.
 *
 * <p>Most tasks are cancelled long before they are due, and do not wake the thread: it sleeps until the time of an
 * earlier task, and then looks for the next one.
 *
 * @since 0.1
 */
public final class SystemTimer implements Timer, AutoCloseable {

    private static final long SHORTEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_SLEEP = TimeUnit.MINUTES.toNanos(1);

    /** A task that only makes the thread sleep until a time. */
    private record Sleep(long untilNanos, Scheduled task) {}

    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Sleep sleep;
    private volatile boolean closed;

    /** Creates a timer whose thread has the given name. */
    public SystemTimer(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, daemons(threadName));
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        long nanos = delay.toNanos();
        if (nanos >= SHORTEST_SLEEP && nanos <= LONGEST_SLEEP && !closed) {
            sleepFor(nanos);
        }
        return schedule(nanos, task);
    }

    /** Ends the thread as soon as no task waits. Waiting tasks still run. */
    @Override
    public void close() {
        closed = true;
        executor.setKeepAliveTime(100, TimeUnit.MILLISECONDS);
        Sleep last = sleep;
        if (last != null) {
            last.task.cancel();
        }
    }

    // Scheduling a task that is due before all others wakes the thread, so a sleep that ends early enough is kept.
    private void sleepFor(long nanos) {
        long now = System.nanoTime();
        Sleep known = sleep;
        long left = known == null ? 0 : known.untilNanos - now;
        if (left <= 0 || left > nanos) {
            sleep = new Sleep(now + nanos, schedule(nanos, () -> {}));
        }
    }

    private Scheduled schedule(long nanos, Runnable task) {
        var future = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName(name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
