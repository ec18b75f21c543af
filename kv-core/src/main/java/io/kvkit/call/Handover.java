package io.kvkit.call;

import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a driver goes on when it leaves the caller's thread.
 *
 * @param executor runs what is left
 * @param carrying adds to it what the caller's thread holds
 */
record Handover(Executor executor, UnaryOperator<Runnable> carrying) {

    private static final Logger log = LoggerFactory.getLogger(Handover.class);

    /** Begins a refresh. Its caller has the answer already, so nobody gets the failure. */
    void refresh(Runnable refresh) {
        try {
            executor.execute(carrying.apply(refresh));
        } catch (Throwable refused) {
            failed(refused);
        }
    }

    /** Hears what a refresh failed with; null if it did not. A guard knows of its calls that fail. */
    static void failed(@Nullable Throwable failure) {
        if (failure != null) {
            log.debug("A refresh failed", failure);
        }
    }
}
