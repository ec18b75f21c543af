package io.kvkit.claim;

/**
 * The reply to an owner that stores its result.
 *
 * @since 0.1
 */
public enum CompleteReply {
    /** The result is stored. */
    STORED,
    /** The record was missing; the result is stored nevertheless. */
    RECREATED,
    /** Another caller owns the key or stored a result; nothing was written. */
    STALE,
    /** The record was missing; nothing was written, as the caller requested. */
    MISSING;

    boolean isWritten() {
        return this == STORED || this == RECREATED;
    }
}
