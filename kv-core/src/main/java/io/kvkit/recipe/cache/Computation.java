package io.kvkit.recipe.cache;

import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;
import io.kvkit.recipe.cache.Flight.End;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request to compute the value of a key.
 *
 * @param reply the reply of the store
 * @param ticket the ticket of the computation; null if the claim was not granted
 */
record Computation(ClaimReply reply, CacheTicket.@Nullable Claimed ticket) {

    /**
     * Claims the key. The stage fails if the store fails.
     *
     * @param stamp what was outdated before the computation begins
     */
    static CompletionStage<Computation> claim(CacheParts parts, CacheCall call, long stamp) {
        long lease = call.settings().loading().leaseMillis();
        return claim(parts, call, stamp, ClaimRequest.refresh(Token.random(), lease));
    }

    /** Claims the key as requested. The stage fails if the store fails. */
    static CompletionStage<Computation> claim(CacheParts parts, CacheCall call, long stamp, ClaimRequest request) {
        Token token = request.token();
        Flight flight = parts.flights().open(token);
        return parts.claims()
                .claim(call.key(), request)
                .thenCompose(reply -> begin(parts, call, stamp, request, flight, reply))
                .whenComplete((begun, failure) -> {
                    if (begun == null || begun.ticket() == null) {
                        parts.flights().close(token, flight, new End.Gone());
                    }
                });
    }

    private static CompletionStage<Computation> begin(
            CacheParts parts, CacheCall call, long stamp, ClaimRequest request, Flight flight, ClaimReply reply) {
        if (!(reply instanceof ClaimReply.Claimed claimed)) {
            return CompletableFuture.completedFuture(new Computation(reply, null));
        }
        HeldClaim held = HeldClaim.renewed(parts.claims(), parts.timer(), call.key(), request, () -> {});
        var ticket = new CacheTicket.Claimed(
                call, stamp, request.token(), flight, held, parts.store().nowMicros(call.key()));
        return known(parts, ticket, claimed).thenApply(known -> {
            flight.begin(known);
            return new Computation(reply, known);
        });
    }

    private static CompletionStage<CacheTicket.Claimed> known(
            CacheParts parts, CacheTicket.Claimed ticket, ClaimReply.Claimed claimed) {
        if (!ticket.call().rules().takeOldValues()) {
            return CompletableFuture.completedFuture(ticket);
        }
        return claimed.how() == ClaimReply.How.NEW
                ? CompletableFuture.completedFuture(ticket.withRefresh(Refresh.none()))
                : OldValues.read(parts, ticket);
    }
}
