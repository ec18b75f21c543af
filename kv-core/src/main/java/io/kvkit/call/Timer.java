package io.kvkit.call;

import java.time.Duration;

/**
 * Runs short tasks after a delay. Tests use a timer that they advance by hand. Implementations are safe for use by
 * several threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Timer {

    /** Runs a short, non-blocking task after a delay, unless it is cancelled first. */
    Scheduled after(Duration delay, Runnable task);

    /** A task that waits to run. */
    @FunctionalInterface
    interface Scheduled {

        /** Cancels the task if it has not started. */
        void cancel();
    }

    /** Returns a timer on one daemon thread that lives while tasks wait. */
    static Timer system(String threadName) {
        return new SystemTimer(threadName);
    }
}
