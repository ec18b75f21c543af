package io.kvkit.claim;

import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The transitions of claims, as values, for code that sends them itself. {@link Claims} sends the same.
 *
 * @since 0.1
 */
public final class ClaimTransitions {

    private ClaimTransitions() {}

    /** Claims a key. */
    public static Transition<ClaimReply> claim(ClaimRequest request) {
        return new ClaimTransition(request);
    }

    /** Extends the lease of a claim; false if it is lost. */
    public static Transition<Boolean> renew(Token token, long leaseMillis, long retentionMillis) {
        return new RenewTransition(token, leaseMillis, retentionMillis);
    }

    /** Stores a result and ends the claim. */
    public static Transition<CompleteReply> complete(Token token, Completion completion) {
        return new CompleteTransition(token, completion);
    }

    /** Releases a claim; the failed attempt stays visible for the retention. */
    public static Transition<FailReply> fail(Token token, long retentionMillis) {
        return new FailTransition(token, retentionMillis, FailTransition.Mode.RELEASE);
    }

    /** Ends a claim whose owner does not know its outcome. The key waits for a decision, at most for the retention. */
    public static Transition<FailReply> hold(Token token, long retentionMillis) {
        return new FailTransition(token, retentionMillis, FailTransition.Mode.HOLD);
    }

    /** Releases a claim, or a mark that was made with the token. */
    public static Transition<FailReply> withdraw(Token token, long retentionMillis) {
        return new FailTransition(token, retentionMillis, FailTransition.Mode.WITHDRAW);
    }

    /**
     * Releases a claim whose work was not tried: the attempt does not count. If the claim was taken over, its key is
     * abandoned again, so the next claim is a takeover.
     */
    public static Transition<FailReply> giveBack(Token token, long retentionMillis) {
        return new FailTransition(token, retentionMillis, FailTransition.Mode.GIVE_BACK);
    }

    /** Gives a claim that was taken over back at the end of its lease, until which nobody owns the key. */
    public static Transition<FailReply> leave(Token token, long retentionMillis) {
        return new FailTransition(token, retentionMillis, FailTransition.Mode.LEAVE);
    }

    /** Extends the lease of a claim and replaces its notes by longer ones, which outlive it; false if it is lost or keeps a value. */
    public static Transition<Boolean> note(Token token, long leaseMillis, long retentionMillis, byte[] notes) {
        return new NoteTransition(token, leaseMillis, retentionMillis, notes);
    }

    /** Marks a key as done, without work and without a result. */
    public static Transition<MarkReply> mark(Token token, long retentionMillis) {
        return new MarkTransition(token, retentionMillis);
    }

    /** Stores a result for a claim of unknown outcome, or a parked one. */
    public static Transition<ResolveReply> resolve(Token decision, long fence, Completion result) {
        return new ResolveTransition(decision, fence, result, result.hardMillis());
    }

    /** Permits a claim of unknown outcome, or a parked one, to be tried again. */
    public static Transition<ResolveReply> release(Token decision, long fence, long retentionMillis) {
        return new ResolveTransition(decision, fence, null, retentionMillis);
    }

    /** Deletes value and claim together; if a header is passed, only if the record still has it. */
    public static Transition<Boolean> invalidate(byte @Nullable [] ifHeader) {
        return new InvalidateTransition(ifHeader);
    }

    /** Writes a value whatever the key holds, voids any claim, and returns the fence of the new record. */
    public static Transition<Long> put(byte[] payload, long freshMillis, long hardMillis, long stamp) {
        return new PutTransition(payload, freshMillis, hardMillis, stamp);
    }

    /** Returns the transition of a shard that carries out another one on the record of a key. */
    public static <R> Transition<R> inShard(Key key, Transition<R> transition) {
        return Place.of(key, 1).within(transition);
    }

    /** Returns the record of a key in a shard. */
    public static byte @Nullable [] recordIn(byte @Nullable [] shard, Key key, long nowMicros) {
        return Place.of(key, 1).record(shard, nowMicros);
    }
}
