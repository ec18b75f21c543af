package io.kvkit.claim;

import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The steps of the claim machine on one store, without blocking. */
public final class Claims {

    private final KvStore store;

    /** Steps on a store; the timer runs renewals and releases in the background. */
    public Claims(KvStore store, Timer timer) {
        this.store = store;
    }

    /** Claims without I/O; null where the store needs I/O for that. */
    public @Nullable ClaimReply claimNow(Key key, ClaimRequest request) {
        return pending("claimNow");
    }

    /**
     * Claims a key.
     *
     * <p>When the outcome is unknown the claim is sent once more with the same token. When it is unknown still, the
     * stage fails and the claim is released in the background, until that is acknowledged or the lease has ended.
     */
    public CompletionStage<ClaimReply> claim(Key key, ClaimRequest request) {
        return pending("claim");
    }

    /** Extends the lease of a claim; false when it is lost. A lost claim is never created again. */
    public CompletionStage<Boolean> renew(Key key, Token token, long leaseMillis, long retentionMillis) {
        return pending("renew");
    }

    /** Leaves a result and ends the claim; sent once more when the outcome is unknown. */
    public CompletionStage<CompleteReply> complete(Key key, Token token, Completion completion) {
        return pending("complete");
    }

    /**
     * Gives up a claim: a value that was kept is there again, otherwise the next caller may retry at once. Sent once
     * more when the outcome is unknown.
     *
     * @param retentionMillis how long the failed attempt stays visible, in milliseconds
     */
    public CompletionStage<FailReply> fail(Key key, Token token, long retentionMillis) {
        return pending("fail");
    }

    /**
     * Decides that a claim of unknown outcome, or a parked one, has this result. Sent once more when the outcome is
     * unknown.
     *
     * @param decision the name of this decision; the late owner's token is void afterwards
     * @param fence the fence that the record must still have
     */
    public CompletionStage<ResolveReply> resolve(Key key, Token decision, long fence, Completion result) {
        return pending("resolve");
    }

    /**
     * Decides that a claim of unknown outcome, or a parked one, may be tried again, counting from its first attempt.
     * Sent once more when the outcome is unknown.
     *
     * @param decision the name of this decision; the late owner's token is void afterwards
     * @param fence the fence that the record must still have
     * @param retentionMillis how long the record stays, in milliseconds
     */
    public CompletionStage<ResolveReply> release(Key key, Token decision, long fence, long retentionMillis) {
        return pending("release");
    }

    /**
     * Deletes value and claim together, whatever the key holds; true when something was deleted. Sent once more when
     * the outcome is unknown.
     *
     * @param ifHeader the 64 bytes that must still be there; null to delete in any case
     */
    public CompletionStage<Boolean> invalidate(Key key, byte @Nullable [] ifHeader) {
        return pending("invalidate");
    }

    /**
     * Writes a value whatever the key holds, and voids any claim; answers the fence of the new record. Never sent
     * twice: a second write could undo a later invalidation.
     */
    public CompletionStage<Long> put(Key key, byte[] payload, long freshMillis, long hardMillis, long stamp) {
        return pending("put");
    }

    /**
     * Renews a claim at a third of its lease until it is cancelled, lost, or has run for the longest time allowed.
     *
     * @param onLost runs once if the claim is lost; must not block
     */
    public Heartbeat.Beat heartbeat(Key key, Token token, long leaseMillis, long retentionMillis, Runnable onLost) {
        return pending("heartbeat");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private <T> T pending(String step) {
        throw new UnsupportedOperationException(step + " on " + store);
    }
}
