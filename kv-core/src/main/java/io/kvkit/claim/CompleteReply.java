package io.kvkit.claim;

/** The verdict on a result that an owner wanted to leave. */
public enum CompleteReply {
    /** The result is stored. */
    STORED,
    /** The record was gone; the result is stored all the same. */
    RECREATED,
    /** Somebody else owns the key or left a result; nothing was written. */
    STALE,
    /** The record was gone; nothing was written, as the caller wished. */
    MISSING
}
