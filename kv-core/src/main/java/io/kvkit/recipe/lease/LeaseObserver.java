package io.kvkit.recipe.lease;

import io.kvkit.claim.ClaimReply;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * Hears what became of requests for leases, and of leases, for metrics.
 *
 * <p>It is called on the thread at hand and must not block; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface LeaseObserver {

    /** Hears nothing. */
    LeaseObserver NONE = (outcome, key) -> {};

    /** What became of a request, or of a lease. */
    enum Outcome {
        /** The lease was granted. */
        GRANTED,
        /** Somebody else holds the lease, also after the wait that was allowed. */
        BUSY,
        /** The store failed, so no lease was granted. */
        UNAVAILABLE,
        /** The time of a lease was over before its holder let go of it. */
        LOST;

        static Outcome of(@Nullable ClaimReply reply) {
            if (reply instanceof ClaimReply.Claimed) {
                return GRANTED;
            }
            return reply instanceof ClaimReply.Busy ? BUSY : UNAVAILABLE;
        }
    }

    /** Hears one outcome. */
    void observed(Outcome outcome, Key key);
}
