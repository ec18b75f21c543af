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

    /** Starts a refresh. Its caller has the answer already, so a failure is logged only. */
    void refresh(Runnable refresh) {
        try {
            executor.execute(carrying.apply(refresh));
        } catch (Throwable refused) {
            failed(refused);
        }
    }

    /** Logs the failure of a refresh; null if it did not fail. The guard is notified of failed calls. */
    static void failed(@Nullable Throwable failure) {
        if (failure != null) {
            log.debug("A refresh failed", failure);
        }
    }
}
