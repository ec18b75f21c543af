package io.kvkit.store;

/**
 * One stored value as a transition sees it.
 *
 * @param value the bytes; a transition must not change them
 * @param expiresAtMicros when the value expires, in microseconds since the epoch, or {@link #NEVER}
 * @since 0.1
 */
public record Entry(byte[] value, long expiresAtMicros) {

    /** The expiry of a value that does not expire. */
    public static final long NEVER = Long.MAX_VALUE;
}
