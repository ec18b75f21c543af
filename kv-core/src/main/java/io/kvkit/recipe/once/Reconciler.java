package io.kvkit.recipe.once;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out what became of a call whose process died: asked when another call with its key takes over, before that call
 * runs. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Reconciler reconciler = call -> bank.find(call.context().downstreamKey("charge"))
 *         .map(charge -> Reconciliation.done(new Receipt(charge.id())))
 *         .orElse(Reconciliation.notDone());
 * }</pre>
 *
 * <p>It is asked once for each takeover. If it throws an exception, the call that took over fails with it, and the key
 * stays taken until its lease ends; the next call then takes over and asks again.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Reconciler {

    /**
     * Returns what became of the call. The answer is stored.
     *
     * @throws Exception if it cannot be found out at the moment
     */
    Reconciliation reconcile(AbandonedCall call) throws Exception;

    /** Returns whether this reconciler knows the calls of an operation or consumer. By default, it knows all. */
    default boolean knows(String name) {
        return true;
    }

    /**
     * Does the same as {@link #reconcile} without blocking. By default, it calls that method on the caller's thread: for a
     * method that returns a {@code Mono}, a scheduler thread of Reactor, which must not block. Override it if such methods
     * ask this reconciler.
     */
    default CompletionStage<Reconciliation> reconcileAsync(AbandonedCall call) {
        try {
            return CompletableFuture.completedFuture(reconcile(call));
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
