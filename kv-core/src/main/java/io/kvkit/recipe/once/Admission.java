package io.kvkit.recipe.once;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the reply to a claim, or its failure, into the decision about the call. */
final class Admission {

    static final Duration UNKNOWN_RETRY_AFTER = Duration.ofSeconds(1);

    private final Tickets tickets;
    private final RunningCalls running;
    private final OnceReport report;

    Admission(Tickets tickets, RunningCalls running, OnceReport report) {
        this.tickets = tickets;
        this.running = running;
        this.report = report;
    }

    Decision judge(OnceCall call, ClaimRequest request, ClaimReply reply) {
        if (reply instanceof ClaimReply.Claimed claimed) {
            return proceed(call, request, claimed);
        }
        if (reply instanceof ClaimReply.Done done) {
            return done(call, done.payload());
        }
        if (reply instanceof ClaimReply.Busy busy) {
            return inProgress(call, busy.retryAfter());
        }
        if (reply instanceof ClaimReply.Unknown unknown) {
            report.tell(Outcome.UNDECIDED, call.key());
            return new Reject(call.settings().face().outcomeUnknown(unknown.fence()));
        }
        return reply instanceof ClaimReply.Parked parked ? parked(call, parked) : reused(call);
    }

    private Decision proceed(OnceCall call, ClaimRequest request, ClaimReply.Claimed claimed) {
        OnceTicket ticket = tickets.of(call, request, claimed);
        running.begin(ticket);
        boolean takeover = claimed.how() == ClaimReply.How.TAKEOVER;
        report.tell(takeover ? Outcome.TAKEOVER : Outcome.CLAIMED, call.key());
        return new Proceed(ticket);
    }

    /** Returns the decision about a call whose work is done. */
    Decision done(OnceCall call, byte[] payload) {
        if (call.duplicates() instanceof Duplicates.Replay replay) {
            return replay(call.key(), StoredResult.replay(call, payload, replay.format(), report));
        }
        report.tell(Outcome.DUPLICATE, call.key());
        return answer(((Duplicates.Skip) call.duplicates()).result());
    }

    private Decision replay(Key key, Decision decision) {
        if (decision instanceof Answer) {
            report.tell(Outcome.REPLAYED, key);
        } else if (decision instanceof Reject reject) {
            boolean unread = reject.failure() instanceof KvException;
            report.tell(unread ? Outcome.UNAVAILABLE : Outcome.NOT_RETAINED, key);
        }
        return decision;
    }

    private Decision parked(OnceCall call, ClaimReply.Parked parked) {
        report.tell(Outcome.PARKED, call.key());
        Duplicates.Parked skip = call.duplicates() instanceof Duplicates.Skip duplicate ? duplicate.parked() : null;
        return skip == null
                ? new Reject(call.settings().face().parked(parked.attempts()))
                : answer(() -> skip.result(parked.attempts(), parked.fence()));
    }

    static Decision answer(Supplier<? extends @Nullable Object> result) {
        try {
            return new Answer(result.get());
        } catch (RuntimeException e) {
            return new Reject(e);
        }
    }

    private Decision reused(OnceCall call) {
        report.tell(Outcome.KEY_REUSED, call.key());
        return new Reject(new IdempotencyKeyReusedException());
    }

    Decision inProgress(OnceCall call, Duration retryAfter) {
        report.tell(Outcome.IN_PROGRESS, call.key());
        return new Reject(call.settings().face().inProgress(retryAfter));
    }

    Decision unavailable(OnceCall call, Throwable failure) {
        if (isDefect(failure) || call.settings().onStoreFailure() == OnStoreFailure.FAIL) {
            return refused(call, failure);
        }
        return unprotected(call);
    }

    // A permanent error means that there may be an unreadable record. Running the call could then be a second run, and
    // would hide a defect that an operator must see. A server that refuses to wait does so for every call.
    private static boolean isDefect(Throwable failure) {
        if (!(failure instanceof KvException error)) {
            return true;
        }
        return switch (error.kind()) {
            case PERMANENT -> true;
            case TIMEOUT, TRANSIENT -> false;
            default -> error.isNotDurable();
        };
    }

    Decision refused(OnceCall call, Throwable failure) {
        report.tell(Outcome.UNAVAILABLE, call.key());
        return new Reject(failure);
    }

    private Decision unprotected(OnceCall call) {
        if (!call.settings().face().isAlone()) {
            report.tell(Outcome.UNPROTECTED, call.key());
            return Proceed.FREELY;
        }
        OnceTicket ticket = tickets.alone(call);
        if (!running.beginAlone(ticket)) {
            return inProgress(call, UNKNOWN_RETRY_AFTER);
        }
        report.tell(Outcome.UNPROTECTED, call.key());
        return new Proceed(ticket);
    }
}
