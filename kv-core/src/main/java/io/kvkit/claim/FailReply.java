package io.kvkit.claim;

/**
 * The reply to an owner that releases its claim.
 *
 * @since 0.1
 */
public enum FailReply {
    /**
     * The claim has ended as asked: it is released, and a value that was kept is available again or else the next caller
     * may retry; or it is held until a decision.
     */
    RELEASED,
    /** The caller does not own the key; nothing was written. */
    STALE,
    /** There is no record. */
    MISSING
}
