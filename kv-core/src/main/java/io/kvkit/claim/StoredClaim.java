package io.kvkit.claim;

import org.jspecify.annotations.Nullable;

/**
 * The record of a call at one moment of the store's clock, as an operator needs it to decide.
 *
 * @param entry what is stored, and until when
 * @param fence the fence of the last attempt, which a decision about the record must name
 * @param attempts the number of attempts
 * @since 0.1
 */
public record StoredClaim(StoredEntry entry, long fence, int attempts) {

    /**
     * Reads a record; returns null if there is none.
     *
     * @param bytes the stored bytes; null if there are none
     * @param nowMicros the store's time in microseconds
     */
    public static @Nullable StoredClaim of(byte @Nullable [] bytes, long nowMicros) {
        ClaimRecord found = bytes == null ? null : ClaimRecord.read(bytes);
        if (bytes == null || (found != null && found.isSpent(nowMicros))) {
            return null;
        }
        StoredEntry entry = StoredEntry.of(bytes, nowMicros);
        return found == null ? new StoredClaim(entry, 0, 0) : new StoredClaim(entry, found.fence(), found.attempts());
    }
}
