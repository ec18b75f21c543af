package io.kvkit.claim;

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
        return new FailTransition(token, retentionMillis);
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
}
