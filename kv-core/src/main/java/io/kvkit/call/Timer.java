package io.kvkit.call;

import java.time.Duration;

/** Runs short tasks later. Tests give a timer that is moved by hand. */
@FunctionalInterface
public interface Timer {

    /** Runs a short, non-blocking task after a delay, unless it is cancelled before. */
    Scheduled after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {

        /** Drops the task if it has not begun. */
        void cancel();
    }

    /** A timer on one daemon thread that lives while tasks wait, shared by everything that is given it. */
    static Timer system(String threadName) {
        return new SystemTimer(threadName);
    }
}
