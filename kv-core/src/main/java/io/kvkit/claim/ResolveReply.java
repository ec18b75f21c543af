package io.kvkit.claim;

/**
 * The reply to an operator's decision about a claim of unknown outcome or a parked one.
 *
 * @since 0.1
 */
public enum ResolveReply {
    /** The decision is stored. */
    RESOLVED,
    /** The record has another fence, or is in a state that needs no decision; nothing was written. */
    STALE,
    /** There is no record. */
    MISSING
}
