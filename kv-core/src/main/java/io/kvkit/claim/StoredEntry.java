package io.kvkit.claim;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The state of a key at one moment of the store's clock.
 *
 * <pre>{@code
 * StoredEntry entry = client.operation("payments", Payment.class).explain("order-17");
 * log.info("{} until {}", entry.state(), entry.until());
 * }</pre>
 *
 * @param state what is stored
 * @param until when the value or the claim ends; null in the other states
 * @since 0.1
 */
public record StoredEntry(State state, @Nullable Instant until) {

    /** The state of a key. */
    public enum State {
        /** Nothing. The next call does the work. */
        NONE,
        /** A call is doing the work. */
        IN_PROGRESS,
        /** The result of the work, or the mark that it is done. */
        STORED,
        /** A value past its time to live that calls may still get. The next call may replace it. */
        STALE,
        /** A value past its time to live that calls may still get, while a call is computing the next one. */
        REFRESHING,
        /**
         * A value that is too old for anything or was removed by its tags, or the claim of a dead process. The next call
         * replaces it.
         */
        LAPSED,
        /** A claim whose outcome is unknown. Calls are refused until an operator decides about it. */
        UNDECIDED,
        /** A claim after too many failed attempts. Calls are refused until an operator decides about it. */
        PARKED,
        /** Bytes that are not an intact record. */
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
        return switch (found.state()) {
            case UNKNOWN -> new StoredEntry(State.UNDECIDED, null);
            case PARKED -> new StoredEntry(State.PARKED, null);
            default -> of(found, nowMicros);
        };
    }

    private static StoredEntry of(ClaimRecord found, long nowMicros) {
        if (found.hasValue() && found.freshUntil() > nowMicros) {
            return new StoredEntry(State.STORED, instant(found.freshUntil()));
        }
        boolean held = found.state() == ClaimRecord.State.PROCESSING && found.leaseUntil() > nowMicros;
        if (found.isValid(nowMicros)) {
            return new StoredEntry(held ? State.REFRESHING : State.STALE, instant(found.hardUntil()));
        }
        return held
                ? new StoredEntry(State.IN_PROGRESS, instant(found.leaseUntil()))
                : new StoredEntry(State.LAPSED, null);
    }

    /** Returns the entry if something else than its time says that its value may not be used. */
    public StoredEntry outdated() {
        return state == State.STORED || state == State.STALE ? new StoredEntry(State.LAPSED, null) : this;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
