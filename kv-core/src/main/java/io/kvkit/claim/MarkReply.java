package io.kvkit.claim;

/**
 * The reply to a mark.
 *
 * @since 0.1
 */
public enum MarkReply {
    /** The key is marked as done. */
    MARKED,
    /** The key was done before. */
    DONE,
    /** Another caller owns the key, or it waits for a decision; nothing was written. */
    IN_USE
}
