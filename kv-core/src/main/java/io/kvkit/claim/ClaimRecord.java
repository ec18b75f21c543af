package io.kvkit.claim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One record as it lies in the store: a 64-byte big-endian header, a fingerprint if there is one, then the payload.
 *
 * <p>Header: magic 2, version 1, state 1, flags 2, attempts 2, fence 8, leaseUntil 8, freshUntil 8, hardUntil 8, stamp
 * 8, token 16. It is a view of the bytes that it was read from and decodes a field when it is asked for it. All times
 * are microseconds since the epoch of the store's clock.
 */
public final class ClaimRecord {

    /** The length of the header in bytes. */
    public static final int HEADER_LENGTH = 64;

    static final int MAGIC = 0xB76B;
    static final int VERSION = 1;

    static final int VALUE = 1;
    static final int FINGERPRINT = 2;
    static final int HOW_SHIFT = 2;
    static final int HOW_MASK = 3;
    static final int RECREATED = 16;
    static final int RELEASED = 32;
    static final int REPLACED = 64;

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

    private ClaimRecord(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a stored value; null when it is no such record. The array is not copied. */
    public static @Nullable ClaimRecord read(byte[] bytes) {
        return Defect.of(bytes) == Defect.NONE ? new ClaimRecord(bytes) : null;
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
        return shortAt(bytes, 6);
    }

    /** The number of the last owner, higher than that of every earlier one. */
    public long fence() {
        return longAt(bytes, 8);
    }

    /** When the lease of the present owner ends; 0 when nobody owns the key. */
    public long leaseUntil() {
        return longAt(bytes, 16);
    }

    /** Until when the value is fresh; 0 without a value. */
    public long freshUntil() {
        return longAt(bytes, 24);
    }

    /** Until when the value may be used at all; 0 without a value. */
    public long hardUntil() {
        return longAt(bytes, 32);
    }

    /** What the writer of the value left with it. */
    public long stamp() {
        return longAt(bytes, 40);
    }

    /** The token of the last owner. */
    public Token token() {
        return new Token(longAt(bytes, 48), longAt(bytes, 56));
    }

    /** The fingerprint; null when there is none. */
    public byte @Nullable [] fingerprint() {
        return payloadOffset() == HEADER_LENGTH ? null : Arrays.copyOfRange(bytes, HEADER_LENGTH, payloadOffset());
    }

    /** A copy of the value's bytes; empty without a value. */
    public byte[] payload() {
        return hasValue() ? Arrays.copyOfRange(bytes, payloadOffset(), bytes.length) : new byte[0];
    }

    /** Where the payload begins in the bytes that this record was read from. */
    public int payloadOffset() {
        return (flags() & FINGERPRINT) == 0 ? HEADER_LENGTH : HEADER_LENGTH + ClaimRequest.FINGERPRINT_LENGTH;
    }

    /** A copy of the first 64 bytes, which identify this state of the record. */
    public byte[] header() {
        return Arrays.copyOf(bytes, HEADER_LENGTH);
    }

    byte[] bytes() {
        return bytes;
    }

    int flags() {
        return shortAt(bytes, 4);
    }

    boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    boolean isOwnedBy(Token token) {
        return token.high() == longAt(bytes, 48) && token.low() == longAt(bytes, 56);
    }

    static int shortAt(byte[] bytes, int offset) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, offset));
    }

    static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
