package io.kvkit.idempotency;

import static io.kvkit.idempotency.IdempotencyObserver.Outcome;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
        Answer answer = new Answer(value);
        HeldClaim held = own.held();
        if (held == null) {
            return CompletableFuture.completedFuture(answer);
        }
        Key key = own.call().key();
        return held.complete(completion(own.call(), value), (reply, failure) -> completedLate(key, reply, failure))
                .handle((reply, failure) -> {
                    if (failure == null) {
                        completed(key, reply);
                    }
                    return answer;
                });
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        IdempotencyTicket own = (IdempotencyTicket) ticket;
        running.end(own);
        Reject reject = new Reject(failure);
        HeldClaim held = own.held();
        if (held == null) {
            return CompletableFuture.completedFuture(reject);
        }
        return held.release().handle((reply, storeFailure) -> {
            if (storeFailure == null) {
                observer.observed(
                        reply == FailReply.STALE ? Outcome.STALE : Outcome.RELEASED,
                        own.call().key());
            } else if (Failures.unwrap(storeFailure) != failure) {
                failure.addSuppressed(Failures.unwrap(storeFailure));
            }
            return reject;
        });
    }

    private static ClaimRequest request(IdempotencyCall call) {
        return ClaimRequest.create(
                Token.random(),
                call.fingerprint(),
                Ttl.of(call.lease()).millis(),
                Ttl.of(call.retention()).millis());
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
        } catch (RuntimeException | StackOverflowError e) {
            log.warn(
                    "A result cannot be encoded and is not retained: {}",
                    e.getClass().getName());
            observer.observed(Outcome.NOT_RETAINED, call.key());
            return StoredResult.notRetained();
        }
    }

    private void completed(Key key, CompleteReply reply) {
        boolean stale = reply == CompleteReply.STALE;
        if (stale) {
            log.warn("A call outlived its lease and another one took its key: its result was not stored");
        }
        observer.observed(stale ? Outcome.STALE : Outcome.COMPLETED, key);
    }

    private void completedLate(Key key, @Nullable CompleteReply reply, @Nullable Throwable failure) {
        if (reply != null) {
            completed(key, reply);
            return;
        }
        log.error("A call succeeded, but its result could not be stored: a repetition will run again", failure);
        observer.observed(Outcome.COMPLETION_LOST, key);
    }
}
