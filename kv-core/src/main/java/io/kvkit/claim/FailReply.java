package io.kvkit.claim;

/**
 * The reply to an owner that releases its claim.
 *
 * @since 0.1
 */
public enum FailReply {
    /** The claim is released. A value that was kept is available again; otherwise the next caller may retry. */
    RELEASED,
    /** The caller does not own the key; nothing was written. */
    STALE,
    /** There is no record. */
    MISSING
}
