package io.kvkit.idempotency;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Lets the first call with a key through and answers the others from its record. */
final class IdempotencyGuard implements CallGuard<IdempotencyCall> {

    private final Claims claims;
    private final Admission admission;
    private final RunningCalls running;
    private final Settlement settlement;
    private final Executor executor;
    private final boolean immediate;

    IdempotencyGuard(
            Claims claims,
            Admission admission,
            RunningCalls running,
            Settlement settlement,
            Executor executor,
            boolean immediate) {
        this.claims = claims;
        this.admission = admission;
        this.running = running;
        this.settlement = settlement;
        this.executor = executor;
        this.immediate = immediate;
    }

    @Override
    public @Nullable Decision decideNow(IdempotencyCall call) {
        if (!immediate) {
            return null;
        }
        ClaimRequest request = request(call);
        try {
            ClaimReply reply = claims.claimNow(call.key(), request);
            return reply == null ? null : admission.judge(call, request, reply);
        } catch (KvException e) {
            return admission.unavailable(call, e);
        }
    }

    @Override
    public CompletionStage<Decision> decide(IdempotencyCall call) {
        ClaimRequest request = request(call);
        return claims.claim(call.key(), request)
                .thenCompose(reply -> judgeLater(call, request, reply))
                .exceptionally(failure -> admission.unavailable(call, Failures.unwrap(failure)));
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        IdempotencyTicket own = (IdempotencyTicket) ticket;
        HeldClaim held = own.held();
        if (held == null) {
            running.end(own);
            return CompletableFuture.completedFuture(new Answer(value));
        }
        return settlement
                .complete(own.call(), held, value, () -> running.end(own))
                .thenApply(stored -> new Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        IdempotencyTicket own = (IdempotencyTicket) ticket;
        running.end(own);
        HeldClaim held = own.held();
        return held == null
                ? CompletableFuture.completedFuture(new Reject(failure))
                : settlement.release(own.call(), held, failure).thenApply(released -> new Reject(failure));
    }

    private static ClaimRequest request(IdempotencyCall call) {
        return ClaimRequest.create(
                Token.random(),
                call.fingerprint(),
                Ttl.of(call.lease()).millis(),
                Ttl.of(call.retention()).millis());
    }

    // A store that needs I/O may answer on a thread of its own, which must not decode.
    private CompletableFuture<Decision> judgeLater(IdempotencyCall call, ClaimRequest request, ClaimReply reply) {
        return reply instanceof ClaimReply.Done && !immediate
                ? CompletableFuture.supplyAsync(() -> admission.judge(call, request, reply), executor)
                : CompletableFuture.completedFuture(admission.judge(call, request, reply));
    }
}
