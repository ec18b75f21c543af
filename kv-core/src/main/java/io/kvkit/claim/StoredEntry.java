package io.kvkit.claim;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was stored under a key when it was looked at, by the store's clock.
 *
 * @param state what it is
 * @param until until when a value is fresh, or a claim is held at least; null for the other states
 */
public record StoredEntry(State state, @Nullable Instant until) {

    /** What is stored under a key. */
    public enum State {
        /** Nothing: the next call does the work. */
        NONE,
        /** A call does the work at the moment. */
        IN_PROGRESS,
        /** The result of the work, or the mark that it was done. */
        STORED,
        /** What an earlier call left, which the next call replaces: an expired value, or the claim of a dead process. */
        LAPSED,
        /** Something that is no intact record. */
        DAMAGED
    }

    /**
     * Reads a record.
     *
     * @param bytes the stored bytes; null if there are none
     * @param nowMicros the store's time in microseconds
     */
    public static StoredEntry of(byte @Nullable [] bytes, long nowMicros) {
        if (bytes == null) {
            return new StoredEntry(State.NONE, null);
        }
        ClaimRecord found = ClaimRecord.read(bytes);
        if (found == null) {
            return new StoredEntry(State.DAMAGED, null);
        }
        if (found.hasValue() && found.freshUntil() > nowMicros) {
            return new StoredEntry(State.STORED, instant(found.freshUntil()));
        }
        boolean held = found.state() == ClaimRecord.State.PROCESSING && found.leaseUntil() > nowMicros;
        return held
                ? new StoredEntry(State.IN_PROGRESS, instant(found.leaseUntil()))
                : new StoredEntry(State.LAPSED, null);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
