package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * The outcome of a request for a lease, or the loss of a lease.
 *
 * @param namespace the namespace of the lease
 * @param outcome the outcome
 * @since 0.1
 */
public record LeaseEvent(Namespace namespace, Outcome outcome) implements CallEvent {

    /** The outcome of a request, or of a lease. */
    public enum Outcome {
        /** The lease was granted. */
        GRANTED,
        /** Another holder has the lease, even after the permitted wait. */
        BUSY,
        /** The store failed, so no lease was granted. */
        UNAVAILABLE,
        /** A lease ended before its holder released it. */
        LOST
    }
}
