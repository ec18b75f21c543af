package io.kvkit.claim;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call that holds a claim, when it has ended: its caller gets what the call gave, whatever becomes of the claim.
 *
 * @param held the claim
 * @param observer hears once what became of it, unless the store failed for a claim that was to be released
 */
public record ClaimedCall(HeldClaim held, Observer observer) {

    /** What became of a claim. */
    public enum End {
        /** The result was stored. */
        COMPLETED,
        /** The claim was given up. */
        RELEASED,
        /** The claim had been lost to another call. */
        STALE,
        /** The result could not be stored within the lease. */
        COMPLETION_LOST
    }

    /** Hears what became of a claim. */
    @FunctionalInterface
    public interface Observer {

        /** The claim has ended; with a failure if its completion is lost. */
        void ended(End end, @Nullable Throwable failure);
    }

    /** Leaves the result of a call that returned. The stage never fails. */
    public CompletionStage<Decision> succeeded(@Nullable Object value, Completion completion) {
        return held.complete(completion, this::completedLate).handle((reply, failure) -> {
            if (failure == null) {
                completed(reply);
            }
            return new Answer(value);
        });
    }

    /** Gives the claim of a call that failed up. The stage never fails. */
    public CompletionStage<Decision> failed(Throwable failure) {
        return held.release().handle((reply, storeFailure) -> {
            if (storeFailure == null) {
                observer.ended(reply == FailReply.STALE ? End.STALE : End.RELEASED, null);
            } else if (Failures.unwrap(storeFailure) != failure) {
                failure.addSuppressed(Failures.unwrap(storeFailure));
            }
            return new Reject(failure);
        });
    }

    private void completedLate(@Nullable CompleteReply reply, @Nullable Throwable failure) {
        if (reply == null) {
            observer.ended(End.COMPLETION_LOST, failure);
        } else {
            completed(reply);
        }
    }

    private void completed(CompleteReply reply) {
        observer.ended(reply == CompleteReply.STALE ? End.STALE : End.COMPLETED, null);
    }
}
