package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * What became of work that runs once: of an idempotent call or of an event. The namespace's recipe tells which of the
 * two.
 *
 * @param namespace where the records of the operation or consumer are
 * @param outcome what became of the work
 * @since 0.1
 */
public record OnceEvent(Namespace namespace, Outcome outcome) implements CallEvent {

    /** What became of a call. */
    public enum Outcome {
        /** The call was let through as the first one, or after a failed one. */
        CLAIMED,
        /** The call was let through because the lease of an earlier one had lapsed. */
        TAKEOVER,
        /** The work is known as done from now on. */
        COMPLETED,
        /** A stored result was the answer. */
        REPLAYED,
        /** The event was known as processed, and was skipped. */
        DUPLICATE,
        /** Refused: a call with the same key is running. */
        IN_PROGRESS,
        /** Refused: the key belongs to another call. */
        KEY_REUSED,
        /** A result could not be kept, or a call was refused because of that. */
        NOT_RETAINED,
        /** A call failed and its key is free again. */
        RELEASED,
        /** The lease of a running call was lost: another call may begin. */
        LEASE_LOST,
        /** A call ended after another one had taken its key; its result was not stored. */
        STALE,
        /** A call succeeded, but that could not be stored within the lease. */
        COMPLETION_LOST,
        /** A call was made without protection, because the store failed. */
        UNPROTECTED,
        /** Refused: the store failed. */
        UNAVAILABLE
    }
}
