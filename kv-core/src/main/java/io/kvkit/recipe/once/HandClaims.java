package io.kvkit.recipe.once;

import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The steps of calls that are not made under a guard: whoever begins a call ends it, on any thread and in any process.
 * Instances are safe for use by several threads.
 *
 * <pre>{@code
 * once.byHand().begin(call).thenAccept(begun -> {
 *     if (begun instanceof HandClaims.Begun.Started started) {
 *         queue.send(order, started.claim().written());
 *     }
 * });
 * }</pre>
 *
 * @since 0.1
 */
public final class HandClaims {

    /** What happened to a call that was to begin. */
    public sealed interface Begun {

        /**
         * It has begun.
         *
         * @param claim its claim, which is not renewed by itself
         */
        record Started(HandClaim claim) implements Begun {}

        /**
         * Another call with its key is running.
         *
         * @param busy who runs, and for how long its lease still holds
         */
        record Running(ClaimReply.Busy busy) implements Begun {}

        /**
         * A call with its key was completed.
         *
         * @param payload its stored result
         */
        record Completed(byte[] payload) implements Begun {}
    }

    private final KvStore store;
    private final Claims claims;
    private final OnceReport report;

    HandClaims(KvStore store, Claims claims, OnceReport report) {
        this.store = store;
        this.claims = claims;
        this.report = report;
    }

    /**
     * Begins a call. It asks no reconciler: the settings say what happens to a call whose process died. If the key
     * belongs to another call, is held, or is parked, the stage fails with the exception that refuses a guarded call.
     * If the store fails, it fails with a {@link KvException}.
     */
    public CompletionStage<Begun> begin(OnceCall call) {
        ClaimRequest request = OnceGuard.request(call.asking(null));
        return claims.claim(call.key(), request)
                .whenComplete((reply, failure) -> report.tell(outcome(call, reply), call.key()))
                .thenApply(reply -> begun(call, request, reply));
    }

    /**
     * Returns the claim of a call that was begun elsewhere.
     *
     * @throws IllegalArgumentException if the text is none of a claim to the key of the call
     */
    public HandClaim resume(OnceCall call, String written) {
        return new HandClaim(claims, report, call, WrittenClaim.read(written, call.key()));
    }

    /** Returns the stored result of a call that was completed, without claiming its key; null if there is none. */
    public CompletionStage<byte @Nullable []> stored(Key key) {
        return Failures.caught(() -> store.get(key)).thenApply(bytes -> {
            ClaimRecord found = bytes == null ? null : ClaimRecord.read(bytes);
            return found != null && found.state() == State.DONE && found.hardUntil() > store.nowMicros(key)
                    ? found.payload()
                    : null;
        });
    }

    /**
     * Reads the stored result of a call, on a thread that may run the codec; null for events, and for a call that
     * returned null.
     *
     * @throws IdempotencyResultNotRetainedException if the result was not stored
     * @throws KvException if it is not one of this operation
     */
    public @Nullable Object result(OnceCall call, byte[] payload) {
        if (!(call.duplicates() instanceof Duplicates.Replay replay)) {
            return null;
        }
        Decision decision = StoredResult.replay(call, payload, replay.format(), report);
        if (decision instanceof Decision.Answer answer) {
            return answer.value();
        }
        throw Failures.<RuntimeException>sneaky(((Decision.Reject) decision).failure());
    }

    private Begun begun(OnceCall call, ClaimRequest request, ClaimReply reply) {
        if (reply instanceof ClaimReply.Claimed claimed) {
            var written = new WrittenClaim(request.token(), claimed.fence(), claimed.attempt(), request.fingerprint());
            return new Begun.Started(new HandClaim(claims, report, call, written));
        }
        if (reply instanceof ClaimReply.Busy busy) {
            return new Begun.Running(busy);
        }
        if (reply instanceof ClaimReply.Done done) {
            return new Begun.Completed(done.payload());
        }
        throw refusal(call.settings().face(), reply);
    }

    private static RuntimeException refusal(Face face, ClaimReply reply) {
        if (reply instanceof ClaimReply.Unknown unknown) {
            return face.outcomeUnknown(unknown.fence());
        }
        return reply instanceof ClaimReply.Parked parked
                ? face.parked(parked.attempts())
                : new IdempotencyKeyReusedException();
    }

    private static Outcome outcome(OnceCall call, @Nullable ClaimReply reply) {
        if (reply instanceof ClaimReply.Claimed claimed) {
            return claimed.how() == How.TAKEOVER ? Outcome.TAKEOVER : Outcome.CLAIMED;
        }
        if (reply instanceof ClaimReply.Busy) {
            return Outcome.IN_PROGRESS;
        }
        if (reply instanceof ClaimReply.Done) {
            return call.duplicates() instanceof Duplicates.Skip ? Outcome.DUPLICATE : Outcome.REPLAYED;
        }
        if (reply instanceof ClaimReply.Mismatch) {
            return Outcome.KEY_REUSED;
        }
        return reply instanceof ClaimReply.Unknown ? Outcome.UNDECIDED : other(reply);
    }

    private static Outcome other(@Nullable ClaimReply reply) {
        return reply instanceof ClaimReply.Parked ? Outcome.PARKED : Outcome.UNAVAILABLE;
    }
}
