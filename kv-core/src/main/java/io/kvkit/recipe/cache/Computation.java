package io.kvkit.recipe.cache;

import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;
import io.kvkit.recipe.cache.Flight.End;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The right to compute the value of a key, which was asked for.
 *
 * @param reply the verdict of the store
 * @param ticket the ticket of the computation; null if the right was not given
 */
record Computation(ClaimReply reply, CacheTicket.@Nullable Claimed ticket) {

    /** Asks for the right. The stage fails when the store does. */
    static CompletionStage<Computation> claim(CacheParts parts, CacheCall call) {
        Token token = Token.random();
        Flight flight = parts.flights().open(token);
        ClaimRequest request = ClaimRequest.refresh(token, call.settings().leaseMillis());
        return parts.claims()
                .claim(call.key(), request)
                .thenApply(reply -> begin(parts, call, request, flight, reply))
                .whenComplete((begun, failure) -> {
                    if (begun == null || begun.ticket() == null) {
                        parts.flights().close(token, flight, new End.Gone());
                    }
                });
    }

    private static Computation begin(
            CacheParts parts, CacheCall call, ClaimRequest request, Flight flight, ClaimReply reply) {
        if (!(reply instanceof ClaimReply.Claimed)) {
            return new Computation(reply, null);
        }
        HeldClaim held = HeldClaim.renewed(parts.claims(), parts.timer(), call.key(), request, () -> {});
        var ticket = new CacheTicket.Claimed(call, request.token(), flight, held);
        flight.begin(ticket);
        return new Computation(reply, ticket);
    }
}
