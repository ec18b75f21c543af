package io.kvkit.claim;

/** The verdict on an owner's word that it gives up. */
public enum FailReply {
    /** The claim is released; a value that was kept is there again, otherwise the next caller may retry. */
    RELEASED,
    /** The caller does not own the key; nothing was written. */
    STALE,
    /** There is no record. */
    MISSING
}
