package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Sends a step once more when its reply is lost; only for steps that give the same verdict again. What has come to its
 * deadline is not sent again, because a call has one deadline and not two.
 */
final class SecondTry {

    private SecondTry() {}

    /**
     * Sends a step.
     *
     * @param onUnknown runs if the outcome is unknown still, before the stage fails
     */
    static <R> CompletionStage<R> of(Supplier<CompletionStage<R>> step, Runnable onUnknown) {
        return Failures.caught(step).exceptionallyCompose(failure -> {
            if (!isUnknown(failure)) {
                return failed(failure);
            }
            if (isLate(failure)) {
                onUnknown.run();
                return failed(failure);
            }
            return Failures.caught(step).exceptionallyCompose(again -> {
                onUnknown.run();
                return failed(stillUnknown(failure, again));
            });
        });
    }

    private static <R> CompletionStage<R> failed(Throwable failure) {
        return CompletableFuture.failedFuture(Failures.unwrap(failure));
    }

    private static boolean isLate(Throwable failure) {
        return Failures.unwrap(failure) instanceof KvException error && error.kind() == Kind.TIMEOUT;
    }

    private static boolean isUnknown(Throwable failure) {
        return Failures.unwrap(failure) instanceof KvException error && error.outcome() == Outcome.UNKNOWN;
    }

    // The first attempt may have been carried out, whatever became of the second.
    private static Throwable stillUnknown(Throwable first, Throwable second) {
        Throwable unknown = Failures.unwrap(first);
        Throwable later = Failures.unwrap(second);
        if (later != unknown) {
            unknown.addSuppressed(later);
        }
        return unknown;
    }
}
