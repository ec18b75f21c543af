package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * What became of a request for a lease, or of a lease.
 *
 * @param namespace where the lease is kept
 * @param outcome what became of it
 * @since 0.1
 */
public record LeaseEvent(Namespace namespace, Outcome outcome) implements CallEvent {

    /** What became of a request, or of a lease. */
    public enum Outcome {
        /** The lease was granted. */
        GRANTED,
        /** Another holder has the lease, also after the wait that was allowed. */
        BUSY,
        /** The store failed, so no lease was granted. */
        UNAVAILABLE,
        /** The time of a lease was over before its holder released it. */
        LOST
    }
}
