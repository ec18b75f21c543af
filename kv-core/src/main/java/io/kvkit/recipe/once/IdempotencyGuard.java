package io.kvkit.recipe.once;

import static io.kvkit.recipe.once.IdempotencyObserver.Outcome;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimedCall;
import io.kvkit.claim.ClaimedCall.End;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Completion;
import io.kvkit.claim.HeldClaim;
import io.kvkit.codec.CodecException;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the first call with a key through and answers the others from its record. */
final class IdempotencyGuard implements CallGuard<IdempotencyCall> {

    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);

    private final Claims claims;
    private final Admission admission;
    private final RunningCalls running;
    private final IdempotencyObserver observer;
    private final boolean immediate;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    IdempotencyGuard(
            Claims claims, Admission admission, RunningCalls running, IdempotencyObserver observer, boolean immediate) {
        this.claims = claims;
        this.admission = admission;
        this.running = running;
        this.observer = observer;
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
                .handle((reply, failure) -> failure == null
                        ? judge(call, request, reply)
                        : admission.unavailable(call, Failures.unwrap(failure)));
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        IdempotencyTicket own = (IdempotencyTicket) ticket;
        running.end(own);
        HeldClaim held = own.held();
        return held == null
                ? CompletableFuture.completedFuture(new Answer(value))
                : claimed(own.call(), held).succeeded(value, completion(own.call(), value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        IdempotencyTicket own = (IdempotencyTicket) ticket;
        running.end(own);
        HeldClaim held = own.held();
        return held == null
                ? CompletableFuture.completedFuture(new Reject(failure))
                : claimed(own.call(), held).failed(failure);
    }

    private ClaimedCall claimed(IdempotencyCall call, HeldClaim held) {
        return new ClaimedCall(held, (end, failure) -> ended(call.key(), end, failure));
    }

    private static ClaimRequest request(IdempotencyCall call) {
        return ClaimRequest.create(call.fingerprint(), call.lease(), call.retention());
    }

    private Decision judge(IdempotencyCall call, ClaimRequest request, ClaimReply reply) {
        return reply instanceof ClaimReply.Done
                ? new Unfinished(() -> CompletableFuture.completedFuture(admission.judge(call, request, reply)))
                : admission.judge(call, request, reply);
    }

    private Completion completion(IdempotencyCall call, @Nullable Object value) {
        long retention = Ttl.of(call.retention()).millis();
        return new Completion(
                encode(call, value), retention, retention, 0, call.fingerprint(), Completion.IfMissing.RECREATE);
    }

    // The work is done: a result that cannot be encoded must neither fail the call nor let it run again.
    private byte[] encode(IdempotencyCall call, @Nullable Object value) {
        try {
            return StoredResult.of(value, call.format());
        } catch (Throwable e) {
            tell(call.key().namespace().name(), e);
            observer.observed(Outcome.NOT_RETAINED, call.key());
            return StoredResult.notRetained();
        }
    }

    // Once: the next results of the operation will be no better. Only a codec is known not to show values.
    private void tell(String operation, Throwable failure) {
        String reason = failure instanceof CodecException
                ? failure.getMessage()
                : failure.getClass().getName();
        if (told.add(operation + " " + reason)) {
            log.warn("Results of operation {} are not retained: {}", operation, reason);
        }
    }

    private void ended(Key key, End end, @Nullable Throwable failure) {
        if (end == End.STALE) {
            log.warn("A call outlived its lease and another one took its key: what it gave is not stored");
        } else if (end == End.COMPLETION_LOST) {
            log.error("A call succeeded, but its result could not be stored: a repetition will run again", failure);
        }
        observer.observed(outcome(end), key);
    }

    private static Outcome outcome(End end) {
        return switch (end) {
            case COMPLETED -> Outcome.COMPLETED;
            case RELEASED -> Outcome.RELEASED;
            case STALE -> Outcome.STALE;
            case COMPLETION_LOST -> Outcome.COMPLETION_LOST;
        };
    }
}
