package io.kvkit.recipe.once;

import static io.kvkit.recipe.once.DedupeObserver.Outcome;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.HeldClaim;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;

/** Turns the verdict on a claim, or its failure, into the decision about the event. */
final class DedupeAdmission {

    private final Claims claims;
    private final Timer timer;
    private final DedupeObserver observer;

    DedupeAdmission(Claims claims, Timer timer, DedupeObserver observer) {
        this.claims = claims;
        this.timer = timer;
        this.observer = observer;
    }

    Decision judge(DedupeCall call, ClaimRequest request, ClaimReply reply) {
        if (reply instanceof ClaimReply.Claimed claimed) {
            return proceed(call, request, claimed);
        }
        if (reply instanceof ClaimReply.Done) {
            return duplicate(call);
        }
        if (reply instanceof ClaimReply.Busy busy) {
            observer.observed(Outcome.IN_PROGRESS, call.key());
            return new Reject(new EventInProgressException(busy.retryAfter()));
        }
        return new Reject(KvException.permanent("claim", call.key(), "the record waits for an operator's decision"));
    }

    // A permanent error is a defect that an operator must see: processing would hide it.
    Decision unavailable(DedupeCall call, Throwable failure) {
        boolean permanent = !(failure instanceof KvException e) || e.kind() == KvException.Kind.PERMANENT;
        if (permanent || call.onStoreFailure() == DedupeCall.OnStoreFailure.FAIL) {
            observer.observed(Outcome.UNAVAILABLE, call.key());
            return new Reject(failure);
        }
        observer.observed(Outcome.UNPROTECTED, call.key());
        return Proceed.FREELY;
    }

    private Decision proceed(DedupeCall call, ClaimRequest request, ClaimReply.Claimed claimed) {
        Key key = call.key();
        boolean takeover = claimed.how() == ClaimReply.How.TAKEOVER;
        observer.observed(takeover ? Outcome.TAKEOVER : Outcome.CLAIMED, key);
        return new Proceed(new DedupeTicket(
                call,
                HeldClaim.renewed(claims, timer, key, request, () -> observer.observed(Outcome.LEASE_LOST, key))));
    }

    private Decision duplicate(DedupeCall call) {
        observer.observed(Outcome.DUPLICATE, call.key());
        try {
            return new Answer(call.duplicateResult().get());
        } catch (RuntimeException e) {
            return new Reject(e);
        }
    }
}
