package io.kvkit.claim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One record as it lies in the store: a big-endian header of 36 to 60 bytes, a fingerprint if there is one, then the
 * payload.
 *
 * <p>Header: magic 2, version 1, state 1, flags 2, fence 7, hardUntil 7, token 16; with {@link #PROGRESS} attempts 2,
 * leaseUntil 7, freshUntil 7; with {@link #STAMP} stamp 8. It is a view of the bytes that it was read from and decodes
 * a field when it is asked for it. All times are microseconds since the epoch of the store's clock.
 */
public final class ClaimRecord {

    /** The length of the shortest record, and of the part of the header that every record has. */
    public static final int MIN_LENGTH = 36;

    static final int MAGIC = 0xB76B;
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

    /** The flags that say which fields there are. */
    static final int FIELDS = FINGERPRINT | PROGRESS | STAMP;

    /** All flags that this version knows. */
    static final int FLAGS = VALUE | HOW_MASK << HOW_SHIFT | RECREATED | RELEASED | REPLACED | FIELDS;

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

    /** Where a key stands. */
    public enum State {
        /** Somebody owns it, or owned it and vanished. */
        PROCESSING(1),
        /** There is a value and no claim. */
        DONE(2),
        /** The last attempt failed; the next caller may retry. */
        FAILED(3),
        /** An attempt was abandoned and must not be repeated before somebody decides. */
        UNKNOWN(4),
        /** Too many attempts failed; nothing happens before somebody decides. */
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

    /** Reads a stored value; null when it is no such record. The array is not copied. */
    public static @Nullable ClaimRecord read(byte[] bytes) {
        return Found.defect(bytes) == Found.Defect.NONE ? new ClaimRecord(bytes) : null;
    }

    /** Where the key stands. */
    public State state() {
        return State.of(bytes[3]);
    }

    /** Whether there is a value: in {@code DONE}, and in {@code PROCESSING} while the value is refreshed. */
    public boolean hasValue() {
        return (flags() & VALUE) != 0;
    }

    /** How many attempts there were, the present one included. */
    public int attempts() {
        return has(PROGRESS) ? shortAt(bytes, ATTEMPTS_AT) : 1;
    }

    /** The number of the last owner, higher than that of every earlier one. */
    public long fence() {
        return numberAt(bytes, FENCE_AT);
    }

    /** When the lease of the present owner ends; 0 when nobody owns the key. */
    public long leaseUntil() {
        return has(PROGRESS) ? numberAt(bytes, LEASE_AT) : 0;
    }

    /** Until when the value is fresh; 0 without a value. */
    public long freshUntil() {
        return has(PROGRESS) ? numberAt(bytes, FRESH_AT) : hardUntil();
    }

    /** Until when the value may be used at all; 0 without a value. */
    public long hardUntil() {
        return numberAt(bytes, HARD_AT);
    }

    /** What the writer of the value left with it. */
    public long stamp() {
        return has(STAMP) ? longAt(bytes, headerLength(flags()) - Long.BYTES) : 0;
    }

    /** The token of the last owner. */
    public Token token() {
        return new Token(longAt(bytes, TOKEN_AT), longAt(bytes, TOKEN_AT + Long.BYTES));
    }

    /** The fingerprint; null when there is none. */
    public byte @Nullable [] fingerprint() {
        return has(FINGERPRINT) ? Arrays.copyOfRange(bytes, headerLength(flags()), payloadOffset()) : null;
    }

    /** A copy of the value's bytes; empty without a value. */
    public byte[] payload() {
        return hasValue() ? Arrays.copyOfRange(bytes, payloadOffset(), bytes.length) : new byte[0];
    }

    /** Where the payload begins in the bytes that this record was read from. */
    public int payloadOffset() {
        return payloadOffset(flags());
    }

    /** A copy of the header, which identifies this state of the record. */
    public byte[] header() {
        return Arrays.copyOf(bytes, headerLength(flags()));
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether there is a value that may still be used. */
    boolean isValid(long now) {
        return hasValue() && hardUntil() > now;
    }

    /** Whether there is nothing but a value past its end, so that the record counts as missing. */
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

    /** A number of seven bytes; a byte of the record stands before each. */
    private static long numberAt(byte[] bytes, int offset) {
        return longAt(bytes, offset - 1) & SEVEN_BYTES;
    }

    private static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
