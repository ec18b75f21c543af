package io.kvkit.recipe.once;

import io.kvkit.claim.Claims;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.store.Key;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The claim of a call that was begun by hand. Each step may be repeated, and gives the same answer. The stages fail if the
 * store fails. Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public final class HandClaim {

    private final Claims claims;
    private final OnceReport report;
    private final OnceCall call;
    private final Key key;
    private final OnceSettings settings;
    private final WrittenClaim written;

    HandClaim(Claims claims, OnceReport report, OnceCall call, WrittenClaim written) {
        this.claims = claims;
        this.report = report;
        this.call = call;
        this.key = call.key();
        this.settings = call.settings();
        this.written = written;
    }

    /** Returns a number that is higher than that of every earlier attempt. */
    public long fence() {
        return written.fence();
    }

    /** Returns the number of the attempt, from 1. */
    public int attempt() {
        return written.attempt();
    }

    /** Returns a key for another system, see {@link IdempotencyContext#downstreamKey}. */
    public String downstreamKey(String step) {
        return DownstreamKeys.of(key).of(step);
    }

    /** Returns a text from which the claim can be resumed in another process. It is no secret. */
    public String written() {
        return written.text(key);
    }

    /**
     * Stores the result and ends the claim; the result is false if another call has taken the key, and nothing was stored.
     * Encodes the result on the calling thread.
     */
    public CompletionStage<Boolean> complete(@Nullable Object result) {
        long ttl = settings.ttl().toMillis();
        var completion =
                new Completion(StoredResult.of(call, result), ttl, ttl, 0, written.fingerprint(), IfMissing.RECREATE);
        return claims.complete(key, written.token(), completion)
                .thenApply(reply -> ended(reply != CompleteReply.STALE, Outcome.COMPLETED));
    }

    /** Frees the key; the result is false if another call has taken it, or the call was completed. */
    public CompletionStage<Boolean> fail() {
        return claims.fail(key, written.token(), settings.ttl().toMillis())
                .thenApply(reply -> ended(reply != FailReply.STALE, Outcome.RELEASED));
    }

    /** Holds the key, because the outcome is unknown; the result is false if another call has taken it. */
    public CompletionStage<Boolean> hold() {
        return claims.hold(key, written.token(), settings.ttl().toMillis())
                .thenApply(reply -> ended(reply == FailReply.RELEASED, Outcome.HELD));
    }

    /** Extends the lease; the result is false if the claim is lost. */
    public CompletionStage<Boolean> renew() {
        return claims.renew(
                key,
                written.token(),
                settings.lease().toMillis(),
                settings.ttl().toMillis());
    }

    private boolean ended(boolean asAsked, Outcome outcome) {
        report.tell(asAsked ? outcome : Outcome.STALE, key);
        return asAsked;
    }
}
