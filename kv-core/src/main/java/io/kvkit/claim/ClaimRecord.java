package io.kvkit.claim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as stored: a big-endian header of 36 to 60 bytes, a fingerprint if there is one, then the payload.
 *
 * <p>Header: check 2, version 1, state 1, flags 2, fence 7, hardUntil 7, token 16; with {@link #PROGRESS} attempts 2,
 * leaseUntil 7, freshUntil 7; with {@link #STAMP} stamp 8. The object is a view of the bytes from which it was read,
 * and decodes a field when it is accessed. All times are in microseconds since the epoch, by the store's clock.
 * Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public final class ClaimRecord {

    /** The length of the shortest record, and of the part of the header that every record has. */
    public static final int MIN_LENGTH = 36;

    static final int VERSION = 2;

    static final int VALUE = 1;
    static final int FINGERPRINT = 2;
    static final int HOW_SHIFT = 2;
    static final int HOW_MASK = 3;
    static final int RECREATED = 16;
    static final int RELEASED = 32;
    static final int REPLACED = 64;
    static final int PROGRESS = 128;
    static final int STAMP = 256;

    /** Makes the number of flags even, because some of them decide what the check of the header covers. */
    static final int PARITY = 512;

    /** The payload is what owners noted about their work, and no value. */
    static final int NOTES = 1024;

    /** The flags that say which optional fields are present. */
    static final int FIELDS = FINGERPRINT | PROGRESS | STAMP;

    /** All flags that this version knows. */
    static final int FLAGS = VALUE | HOW_MASK << HOW_SHIFT | RECREATED | RELEASED | REPLACED | FIELDS | PARITY | NOTES;

    private static final int FENCE_AT = 6;
    private static final int HARD_AT = 13;
    private static final int TOKEN_AT = 20;
    private static final int ATTEMPTS_AT = 36;
    private static final int LEASE_AT = 38;
    private static final int FRESH_AT = 45;
    private static final int PROGRESS_LENGTH = 16;
    private static final long SEVEN_BYTES = 0xFF_FFFF_FFFF_FFFFL;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The state of a key. */
    public enum State {
        /** A caller owns the key, or its owner died. */
        PROCESSING(1),
        /** There is a value and no claim. */
        DONE(2),
        /** The last attempt failed. The next caller may retry. */
        FAILED(3),
        /** The outcome of an attempt is unknown. It must not be repeated before its owner or an operator resolves it. */
        UNKNOWN(4),
        /** Too many attempts failed. Nothing happens before an operator resolves the key. */
        PARKED(5);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        private static State of(int code) {
            return switch (code) {
                case 1 -> PROCESSING;
                case 2 -> DONE;
                case 3 -> FAILED;
                case 4 -> UNKNOWN;
                default -> PARKED;
            };
        }
    }

    private final byte[] bytes;

    ClaimRecord(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a stored value; returns null if it is not a record. The array is not copied. */
    public static @Nullable ClaimRecord read(byte[] bytes) {
        return Found.defect(bytes) == Found.Defect.NONE ? new ClaimRecord(bytes) : null;
    }

    /** Returns the state of the key. */
    public State state() {
        return State.of(bytes[3]);
    }

    /** Returns whether there is a value: in {@code DONE}, and in {@code PROCESSING} while the value is refreshed. */
    public boolean hasValue() {
        return (flags() & VALUE) != 0;
    }

    /** Returns the number of attempts, including the present one. */
    public int attempts() {
        return has(PROGRESS) ? shortAt(bytes, ATTEMPTS_AT) : 1;
    }

    /** Returns the number of the last owner, which is higher than that of every earlier owner. */
    public long fence() {
        return numberAt(bytes, FENCE_AT);
    }

    /**
     * Returns whether the value is that of the last owner, whose claim began at about the time of the {@link #fence}: no
     * later claim has begun or failed since.
     */
    public boolean isOfItsOwner() {
        return state() == State.DONE && !has(RELEASED);
    }

    /** Returns when the lease of the present owner ends; 0 if the key has no owner. */
    public long leaseUntil() {
        return has(PROGRESS) ? numberAt(bytes, LEASE_AT) : 0;
    }

    /** Returns until when the value is fresh; 0 without a value. */
    public long freshUntil() {
        return has(PROGRESS) ? numberAt(bytes, FRESH_AT) : hardUntil();
    }

    /** Returns until when the value may be used at all; 0 without a value. */
    public long hardUntil() {
        return numberAt(bytes, HARD_AT);
    }

    /** Returns the eight bytes that the writer stored with the value. */
    public long stamp() {
        return has(STAMP) ? longAt(bytes, headerLength(flags()) - Long.BYTES) : 0;
    }

    /** Returns the token of the last owner. */
    public Token token() {
        return new Token(longAt(bytes, TOKEN_AT), longAt(bytes, TOKEN_AT + Long.BYTES));
    }

    /** Returns the fingerprint; null if there is none. */
    public byte @Nullable [] fingerprint() {
        return has(FINGERPRINT) ? Arrays.copyOfRange(bytes, headerLength(flags()), payloadOffset()) : null;
    }

    /** Returns a copy of the value's bytes; empty without a value. */
    public byte[] payload() {
        return hasValue() ? Arrays.copyOfRange(bytes, payloadOffset(), bytes.length) : new byte[0];
    }

    /** Returns a copy of what owners have noted about their work; empty if there is nothing. */
    public byte[] notes() {
        return has(NOTES) ? Arrays.copyOfRange(bytes, payloadOffset(), bytes.length) : Draft.EMPTY;
    }

    /** Returns the offset of the payload in the bytes from which this record was read. */
    public int payloadOffset() {
        return payloadOffset(flags());
    }

    /** Returns a copy of the header, which identifies this state of the record. */
    public byte[] header() {
        return Arrays.copyOf(bytes, headerLength(flags()));
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns whether there is a value that may still be used. */
    boolean isValid(long now) {
        return hasValue() && hardUntil() > now;
    }

    /** Returns whether there is only a value past its hard end, so that the record counts as missing. */
    boolean isSpent(long now) {
        return state() == State.DONE && hardUntil() <= now;
    }

    int flags() {
        return shortAt(bytes, 4);
    }

    boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    boolean isOwnedBy(Token token) {
        return token.high() == longAt(bytes, TOKEN_AT) && token.low() == longAt(bytes, TOKEN_AT + Long.BYTES);
    }

    static int headerLength(int flags) {
        int length = (flags & PROGRESS) == 0 ? MIN_LENGTH : MIN_LENGTH + PROGRESS_LENGTH;
        return (flags & STAMP) == 0 ? length : length + Long.BYTES;
    }

    static int payloadOffset(int flags) {
        int length = headerLength(flags);
        return (flags & FINGERPRINT) == 0 ? length : length + ClaimRequest.FINGERPRINT_LENGTH;
    }

    static int shortAt(byte[] bytes, int offset) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, offset));
    }

    /** Reads a number of seven bytes. Each such field is preceded by another byte of the record. */
    private static long numberAt(byte[] bytes, int offset) {
        return longAt(bytes, offset - 1) & SEVEN_BYTES;
    }

    private static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
