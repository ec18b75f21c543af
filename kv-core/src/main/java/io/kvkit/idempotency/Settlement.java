package io.kvkit.idempotency;

import static io.kvkit.idempotency.IdempotencyObserver.Outcome;

import io.kvkit.call.Failures;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.HeldClaim;
import io.kvkit.store.Key;
import io.kvkit.store.Ttl;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the store how a call ended. Its stages never fail: the call is over, whatever the store says. */
final class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);

    private final IdempotencyObserver observer;

    Settlement(IdempotencyObserver observer) {
        this.observer = observer;
    }

    /** Stores a result; goes on in the background when that fails. {@code over} runs when that has come to an end. */
    CompletionStage<Boolean> complete(IdempotencyCall call, HeldClaim held, @Nullable Object value, Runnable over) {
        Key key = call.key();
        return held.complete(completion(call, value), (reply, failure) -> {
                    over.run();
                    completedLate(key, reply, failure);
                })
                .handle((reply, failure) -> failure == null && completed(key, reply, over));
    }

    /** Frees the key; goes on in the background when that fails, and adds the store's error to the call's. */
    CompletionStage<Boolean> release(IdempotencyCall call, HeldClaim held, Throwable failure) {
        return held.release().handle((reply, storeFailure) -> {
            if (storeFailure == null) {
                observer.observed(reply == FailReply.STALE ? Outcome.STALE : Outcome.RELEASED, call.key());
            } else if (Failures.unwrap(storeFailure) != failure) {
                failure.addSuppressed(Failures.unwrap(storeFailure));
            }
            return storeFailure == null;
        });
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

    private boolean completed(Key key, CompleteReply reply, Runnable over) {
        over.run();
        return completed(key, reply);
    }

    private boolean completed(Key key, CompleteReply reply) {
        boolean stale = reply == CompleteReply.STALE;
        if (stale) {
            log.warn("A call outlived its lease and another one took its key: its result was not stored");
        }
        observer.observed(stale ? Outcome.STALE : Outcome.COMPLETED, key);
        return !stale;
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
