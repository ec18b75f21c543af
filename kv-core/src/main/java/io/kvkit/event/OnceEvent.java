package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * The outcome of work that runs once: of an idempotent call or of the processing of an event. The recipe of the
 * namespace says which of the two.
 *
 * @param namespace the namespace of the operation or consumer
 * @param outcome the outcome of the work
 * @since 0.1
 */
public record OnceEvent(Namespace namespace, Outcome outcome) implements CallEvent {

    /** The outcome of a call. */
    public enum Outcome {
        /** The call was let through as the first one, or after a failed one. */
        CLAIMED,
        /** The call was let through because the lease of an earlier call had ended. */
        TAKEOVER,
        /** The work is recorded as done. */
        COMPLETED,
        /** The call returned a stored result. */
        REPLAYED,
        /** The event was processed before, and was skipped. */
        DUPLICATE,
        /** Refused: a call with the same key is running. */
        IN_PROGRESS,
        /** Refused: the key belongs to another call. */
        KEY_REUSED,
        /** A result could not be stored, or a call was refused because an earlier result was not stored. */
        NOT_RETAINED,
        /**
         * An alarm: what is stored for a call of a sealed operation is not sealed for its key. A result is then not retained,
         * and a call whose steps are not known is held.
         */
        SEAL_BROKEN,
        /** A call ended without knowing whether it had an effect: its key is held until someone decides. */
        HELD,
        /** Refused: it is unknown whether an earlier call had an effect. */
        UNDECIDED,
        /** Refused, or an event that was skipped: too many attempts have failed. */
        PARKED,
        /** A call failed and its key is free again. */
        RELEASED,
        /** The lease of a running call was lost: another call may start. */
        LEASE_LOST,
        /** A call ended after another one had taken its key; its result was not stored. */
        STALE,
        /** A call succeeded, but its success could not be stored within the lease. */
        COMPLETION_LOST,
        /** A call succeeded and its success is stored, but was not known to be durable within the lease. */
        NOT_DURABLE,
        /** A call ran without protection, because the condition of its annotation is false. */
        SKIPPED,
        /** A call ran without protection, because the store failed. */
        UNPROTECTED,
        /** Refused: the store failed. */
        UNAVAILABLE,
        /** Refused: the event has no signature. */
        SIGNATURE_MISSING,
        /** Refused: the signature of the event cannot be read. */
        SIGNATURE_MALFORMED,
        /** Refused: the signature of the event is wrong. */
        SIGNATURE_WRONG,
        /** Refused: the signature of the event is too old or too far in the future. */
        SIGNATURE_EXPIRED,
        /** Refused: the signature of the event could not be verified, because other code has read the body. */
        SIGNATURE_UNCHECKED
    }
}
