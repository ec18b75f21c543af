package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Carries out the steps that must not be lost once they are told of.
 *
 * @param store the store
 * @param durable its view for such steps; the same store if nothing is awaited
 */
record DurableSteps(KvStore store, KvStore durable, Durability durability) {

    static DurableSteps on(KvStore store, Durability durability) {
        return new DurableSteps(store, durability.isAwaited() ? store.durable(durability) : store, durability);
    }

    /** Returns the same steps on a view of the store. */
    DurableSteps on(KvStore view) {
        return on(view, durability);
    }

    /**
     * Carries out a step that gives the same answer to the same token, once more if its reply is lost. The stage fails if
     * the step changed something that is not durable in time.
     *
     * @param changes whether an answer tells of a change
     */
    <R> CompletionStage<R> once(Key key, Transition<R> step, Predicate<R> changes) {
        return once(key, step, changes, () -> {});
    }

    /**
     * Does the same.
     *
     * @param onUnknown runs if a change may have been made and may be lost, before the stage fails
     */
    <R> CompletionStage<R> once(Key key, Transition<R> step, Predicate<R> changes, Runnable onUnknown) {
        return Resend.once(() -> apply(key, step, changes), onUnknown);
    }

    private <R> CompletionStage<R> apply(Key key, Transition<R> step, Predicate<R> changes) {
        CompletionStage<R> answer = durable.apply(key, step);
        return durability.isAwaited()
                ? answer.exceptionallyCompose(failure -> changed(key, step, changes, Failures.unwrap(failure)))
                : answer;
    }

    // An answer that tells of no change, such as an earlier result, is good without a wait.
    private <R> CompletionStage<R> changed(Key key, Transition<R> step, Predicate<R> changes, Throwable failure) {
        CompletionStage<R> failed = CompletableFuture.failedFuture(failure);
        return isMade(failure)
                ? store.apply(key, step)
                        .thenApply(answer -> changes.test(answer) ? failed : CompletableFuture.completedFuture(answer))
                        .exceptionally(lost -> failed)
                        .thenCompose(verdict -> verdict)
                : failed;
    }

    /** Returns whether the change of a failed step was made, but is not known to be durable. */
    static boolean isMade(Throwable failure) {
        return Failures.unwrap(failure) instanceof KvException error && error.isNotDurable();
    }
}
