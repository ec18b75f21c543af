package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
        return once(key, step, changes, isUnderWay -> {});
    }

    /**
     * Does the same.
     *
     * @param onUnknown runs if a change may have been made and may be lost, before the stage fails; receives whether the
     *     step may still be on its way to the store
     */
    <R> CompletionStage<R> once(Key key, Transition<R> step, Predicate<R> changes, Consumer<Boolean> onUnknown) {
        if (!durability.isAwaited()) {
            return Resend.once(() -> store.apply(key, step), () -> onUnknown.accept(true));
        }
        AtomicBoolean isUnderWay = new AtomicBoolean();
        return Resend.once(() -> awaited(key, step, changes, isUnderWay), () -> onUnknown.accept(isUnderWay.get()));
    }

    private <R> CompletionStage<R> awaited(
            Key key, Transition<R> step, Predicate<R> changes, AtomicBoolean isUnderWay) {
        return send(durable, key, step, isUnderWay)
                .exceptionallyCompose(failure -> isMade(failure)
                        ? changed(send(store, key, step, isUnderWay), changes, failure)
                        : CompletableFuture.failedFuture(failure));
    }

    // A change that is not durable was answered, so nothing of it is under way.
    private static <R> CompletionStage<R> send(KvStore to, Key key, Transition<R> step, AtomicBoolean isUnderWay) {
        return to.apply(key, step).whenComplete((answer, failure) -> {
            if (failure != null && !isMade(failure)) {
                isUnderWay.set(true);
            }
        });
    }

    // An answer that tells of no change, such as an earlier result, is good without a wait.
    private static <R> CompletionStage<R> changed(CompletionStage<R> again, Predicate<R> changes, Throwable failure) {
        CompletionStage<R> failed = CompletableFuture.failedFuture(Failures.unwrap(failure));
        return again.thenApply(answer -> changes.test(answer) ? failed : CompletableFuture.completedFuture(answer))
                .exceptionally(lost -> failed)
                .thenCompose(verdict -> verdict);
    }

    /** Returns whether the change of a failed step was made, but is not known to be durable. */
    static boolean isMade(Throwable failure) {
        return Failures.unwrap(failure) instanceof KvException error && error.isNotDurable();
    }
}
