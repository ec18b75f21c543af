package io.kvkit.recipe.once;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.HeldClaim;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.waiting.SharedWaits;
import io.kvkit.store.KvException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ticket of a call that was let through. At its end the caller gets the outcome of the call, whatever happens to the
 * claim.
 *
 * @param call the call
 * @param held its claim; null if it runs without protection
 * @param context what the call may know about its claim
 * @param report receives the end of the claim once, unless the store failed to release it
 * @param waits the calls of this process that wait for the end
 */
record OnceTicket(OnceCall call, @Nullable HeldClaim held, OnceContext context, OnceReport report, SharedWaits waits)
        implements Ticket {

    private static final Logger log = LoggerFactory.getLogger(Once.class);

    /**
     * Stores the result of a call that returned. The stage never fails.
     *
     * @param completion what to store
     * @param stored receives it once the store has it
     */
    CompletionStage<Decision> succeeded(
            @Nullable Object value, Supplier<Completion> completion, Consumer<Completion> stored) {
        if (held == null) {
            return CompletableFuture.completedFuture(new Answer(value));
        }
        Completion done = completion.get();
        return held.complete(done, this::completedLate).handle((reply, failure) -> {
            if (failure == null) {
                completed(reply);
                if (reply != CompleteReply.STALE) {
                    stored.accept(done);
                }
            }
            return new Answer(value);
        });
    }

    /** Ends the claim of a call that failed. The stage never fails. */
    CompletionStage<Decision> failed(Throwable failure) {
        if (held == null) {
            return CompletableFuture.completedFuture(new Reject(failure));
        }
        boolean unknown = failure instanceof OutcomeUnknownException;
        return end(unknown ? held.hold() : held.release(), unknown ? Outcome.HELD : Outcome.RELEASED, failure);
    }

    /** Holds the claim of a call whose outcome nobody knows. The stage never fails. */
    CompletionStage<Decision> undecided(HeldClaim claim, Throwable refusal) {
        return end(claim.hold(), Outcome.HELD, refusal);
    }

    /** Gives back the claim of a call that was not started. The stage never fails. */
    CompletionStage<Decision> untried(Throwable reason) {
        return held == null
                ? CompletableFuture.completedFuture(new Reject(reason))
                : end(held.giveBack(), Outcome.RELEASED, reason);
    }

    private CompletionStage<Decision> end(CompletionStage<FailReply> end, Outcome asked, Throwable failure) {
        return end.handle((reply, storeFailure) -> {
            if (storeFailure == null) {
                ended(reply == FailReply.STALE ? Outcome.STALE : asked);
            } else if (Failures.unwrap(storeFailure) != failure) {
                failure.addSuppressed(Failures.unwrap(storeFailure));
            }
            return new Reject(failure);
        });
    }

    private void completedLate(@Nullable CompleteReply reply, @Nullable Throwable failure) {
        if (reply == null && failure instanceof KvException error && error.isNotDurable()) {
            log.warn(call.settings().face().notDurable(), failure);
            ended(Outcome.NOT_DURABLE);
        } else if (reply == null) {
            log.error(call.settings().face().completionLost(), failure);
            ended(Outcome.COMPLETION_LOST);
        } else {
            completed(reply);
        }
    }

    private void completed(CompleteReply reply) {
        ended(reply == CompleteReply.STALE ? Outcome.STALE : Outcome.COMPLETED);
    }

    private void ended(Outcome outcome) {
        if (outcome == Outcome.STALE) {
            log.warn(call.settings().face().stale());
        }
        report.tell(outcome, call.key());
        waits.wake(call.key());
    }
}
