package io.kvkit.claim;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call that held a claim and has ended. Its caller gets the outcome of the call, whatever happens to the claim.
 *
 * @param held the claim
 * @param observer receives the end of the claim once, unless the store failed to release it
 * @since 0.1
 */
public record ClaimedCall(HeldClaim held, Observer observer) {

    /** The end of a claim. */
    public enum End {
        /** The result was stored. */
        COMPLETED,
        /** The claim was released. */
        RELEASED,
        /** Another call had taken over the claim. */
        STALE,
        /** The result could not be stored within the lease. */
        COMPLETION_LOST
    }

    /** Receives the end of a claim. */
    @FunctionalInterface
    public interface Observer {

        /** Called when the claim has ended; with a failure if its completion is lost. */
        void ended(End end, @Nullable Throwable failure);
    }

    /** Stores the result of a call that returned. The stage never fails. */
    public CompletionStage<Decision> succeeded(@Nullable Object value, Completion completion) {
        return held.complete(completion, this::completedLate).handle((reply, failure) -> {
            if (failure == null) {
                completed(reply);
            }
            return new Answer(value);
        });
    }

    /** Releases the claim of a call that failed. The stage never fails. */
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
