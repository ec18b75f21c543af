package io.kvkit.call;

import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which a driver continues after it leaves the caller's thread.
 *
 * @param executor runs the rest of the call
 * @param carrying adds the context of the caller's thread
 */
record Handover(Executor executor, UnaryOperator<Runnable> carrying) {

    private static final Logger log = LoggerFactory.getLogger(Handover.class);
    private static final ThreadLocal<Boolean> ON_EXECUTOR = new ThreadLocal<>();

    /**
     * Returns whether this thread runs work of a driver's executor. Such work must not wait for other work of it: the
     * executor might have no thread left.
     */
    static boolean isOnExecutor() {
        return ON_EXECUTOR.get() != null;
    }

    /** Returns work with the context of this thread, for the executor. */
    Runnable carried(Runnable work) {
        return carrying.apply(() -> {
            boolean outermost = ON_EXECUTOR.get() == null;
            ON_EXECUTOR.set(true);
            try {
                work.run();
            } finally {
                if (outermost) {
                    ON_EXECUTOR.remove();
                }
            }
        });
    }

    /** Starts a refresh. Its caller has the answer already, so a failure is logged only. */
    void refresh(Runnable refresh) {
        try {
            executor.execute(carried(refresh));
        } catch (Throwable refused) {
            failed(refused);
        }
    }

    /** Starts a call on the executor; returns whether the executor took it. */
    boolean starts(Runnable call) {
        try {
            executor.execute(carried(call));
            return true;
        } catch (Throwable refused) {
            return false;
        }
    }

    /** Logs the failure of a refresh; null if it did not fail. The guard is notified of failed calls. */
    static void failed(@Nullable Throwable failure) {
        if (failure != null) {
            log.debug("A refresh failed", failure);
        }
    }
}
