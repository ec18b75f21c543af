package io.kvkit.recipe.once;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.HeldClaim;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.time.Duration;

/** Turns the reply to a claim, or its failure, into the decision about the call. */
final class Admission {

    private static final Duration UNKNOWN_RETRY_AFTER = Duration.ofSeconds(1);

    private final Claims claims;
    private final Timer timer;
    private final RunningCalls running;
    private final OnceReport report;

    Admission(Claims claims, Timer timer, RunningCalls running, OnceReport report) {
        this.claims = claims;
        this.timer = timer;
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
        if (reply instanceof ClaimReply.Mismatch) {
            report.tell(Outcome.KEY_REUSED, call.key());
            return new Reject(new IdempotencyKeyReusedException());
        }
        return new Reject(KvException.permanent("claim", call.key(), "the record waits for an operator's decision"));
    }

    private Decision proceed(OnceCall call, ClaimRequest request, ClaimReply.Claimed claimed) {
        Key key = call.key();
        var held = HeldClaim.renewed(claims, timer, key, request, () -> report.tell(Outcome.LEASE_LOST, key));
        var ticket = new OnceTicket(call, held, report);
        running.begin(ticket);
        boolean takeover = claimed.how() == ClaimReply.How.TAKEOVER;
        report.tell(takeover ? Outcome.TAKEOVER : Outcome.CLAIMED, key);
        return new Proceed(ticket);
    }

    private Decision done(OnceCall call, byte[] payload) {
        return call.duplicates() instanceof Duplicates.Replay replay
                ? replay(call.key(), StoredResult.replay(call.key(), payload, replay.format()))
                : skip(call.key(), (Duplicates.Skip) call.duplicates());
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

    private Decision skip(Key key, Duplicates.Skip duplicate) {
        report.tell(Outcome.DUPLICATE, key);
        try {
            return new Answer(duplicate.result().get());
        } catch (RuntimeException e) {
            return new Reject(e);
        }
    }

    private Decision inProgress(OnceCall call, Duration retryAfter) {
        report.tell(Outcome.IN_PROGRESS, call.key());
        return new Reject(call.settings().face().inProgress(retryAfter));
    }

    // A permanent error means that there may be an unreadable record. Running the call could then be a second run, and
    // would hide a defect that an operator must see.
    Decision unavailable(OnceCall call, Throwable failure) {
        boolean permanent = !(failure instanceof KvException e) || e.kind() == KvException.Kind.PERMANENT;
        if (permanent || call.settings().onStoreFailure() == OnStoreFailure.FAIL) {
            report.tell(Outcome.UNAVAILABLE, call.key());
            return new Reject(failure);
        }
        return unprotected(call);
    }

    private Decision unprotected(OnceCall call) {
        if (!call.settings().face().isAlone()) {
            report.tell(Outcome.UNPROTECTED, call.key());
            return Proceed.FREELY;
        }
        var ticket = new OnceTicket(call, null, report);
        if (!running.beginAlone(ticket)) {
            return inProgress(call, UNKNOWN_RETRY_AFTER);
        }
        report.tell(Outcome.UNPROTECTED, call.key());
        return new Proceed(ticket);
    }
}
