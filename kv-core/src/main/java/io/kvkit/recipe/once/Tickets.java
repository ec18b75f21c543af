package io.kvkit.recipe.once;

import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.HeldClaim;
import io.kvkit.codec.Codec;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.waiting.SharedWaits;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;

/** Makes the tickets of calls that won their claims. */
record Tickets(Claims claims, Timer timer, Codec codec, OnceReport report, SharedWaits waits) {

    /** Returns a ticket, and renews the claim from now on. */
    OnceTicket of(OnceCall call, ClaimRequest request, Claimed claimed) {
        Key key = call.key();
        CompletableFuture<Void> lost = new CompletableFuture<>();
        HeldClaim held =
                HeldClaim.renewed(claims, timer, key, request, call.settings().maxRunTime(), () -> {
                    report.tell(Outcome.LEASE_LOST, key);
                    lost.complete(null);
                });
        return new OnceTicket(call, held, context(call, claimed, held, lost), report, waits);
    }

    /** Returns the ticket of a call that runs without protection. */
    OnceTicket alone(OnceCall call) {
        return new OnceTicket(call, null, new OnceContext(DownstreamKeys.of(call.key())), report, waits);
    }

    private OnceContext context(OnceCall call, Claimed claimed, HeldClaim held, CompletableFuture<Void> lost) {
        var steps = new CallSteps(call, held, codec, claimed.notes(), report);
        return new OnceContext(DownstreamKeys.of(call.key()), claimed.fence(), claimed.attempt(), steps, lost);
    }
}
