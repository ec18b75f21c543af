package io.kvkit.spring.autoconfigure;

import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** A timer on one daemon thread that ends with the application context. */
final class SystemTimer implements Timer, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    SystemTimer() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("kvkit-timer-");
        threads.setDaemon(true);
        this.executor = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        var future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
