package io.kvkit.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An encoded result: what it says about its value, and its body, which is a part of an array.
 *
 * @param kind whether there is a value, and how the body is packed
 * @param type stands for the format and the declared type
 * @param structure stands for the parts of the declared type
 * @param bytes contains the body
 * @param offset the offset of the body
 * @param length the length of the body in bytes
 */
record Payload(byte kind, int type, int structure, byte[] bytes, int offset, int length) {

    /** The length of what precedes the body, in bytes. */
    static final int HEAD = 9;

    static final byte VALUE = 1;
    static final byte ABSENT = 2;
    static final byte SEALED = 4;

    /** A validator precedes the value: its length in two bytes, and its text. */
    static final byte VALIDATED = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int CHECK = 4;
    private static final int CONTENT = 0x03;
    private static final int COMPRESSION = 0xF0;

    /** Returns the payload of a value that is not packed yet. */
    static Payload of(byte kind, int type, int structure, byte[] value) {
        return new Payload(kind, type, structure, value, 0, value.length);
    }

    /** Reads a payload of at least {@link #HEAD} bytes. Its body is as it is stored. */
    static Payload read(byte[] bytes, int offset, int length) {
        int type = (int) INT.get(bytes, offset + 1);
        int structure = (int) INT.get(bytes, offset + 1 + Integer.BYTES);
        return new Payload(bytes[offset], type, structure, bytes, offset + HEAD, length - HEAD);
    }

    /** Writes what precedes the body. */
    ByteBuffer head(ByteBuffer out) {
        return out.put(kind).putInt(type).putInt(structure);
    }

    /** Returns the payload as it is stored. */
    byte[] stored() {
        return head(ByteBuffer.allocate(HEAD + length))
                .put(bytes, offset, length)
                .array();
    }

    /** Returns the payload as it is stored, with a checksum. */
    byte[] storedWithCheck(String place) {
        return head(ByteBuffer.allocate(HEAD + CHECK + length))
                .putInt(check(place))
                .put(bytes, offset, length)
                .array();
    }

    /** Returns the payload with the body that a checksum precedes; null if the checksum is wrong or missing. */
    @Nullable
    Payload checked(String place) {
        if (length < CHECK) {
            return null;
        }
        int stored = (int) INT.get(bytes, offset);
        Payload body = new Payload(kind, type, structure, bytes, offset + CHECK, length - CHECK);
        return stored == body.check(place) ? body : null;
    }

    // The place is covered, so a copy in another place is refused.
    private int check(String place) {
        byte[] where = place.getBytes(StandardCharsets.UTF_8);
        byte[] facts = new byte[HEAD + Integer.BYTES];
        facts[0] = kind;
        INT.set(facts, 1, type);
        INT.set(facts, 1 + Integer.BYTES, structure);
        INT.set(facts, HEAD, where.length);
        CRC32C crc = new CRC32C();
        crc.update(facts, 0, facts.length);
        crc.update(where, 0, where.length);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    Payload withFlag(byte flag) {
        return new Payload((byte) (kind | flag), type, structure, bytes, offset, length);
    }

    Payload withBody(byte[] body) {
        return of(kind, type, structure, body);
    }

    /** Returns the payload with a validator before the body, which is not packed yet. */
    Payload withValidator(String validator) {
        byte[] text = validator.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(Short.BYTES + text.length + length);
        body.putShort((short) text.length).put(text).put(bytes, offset, length);
        return withBody(body.array()).withFlag(VALIDATED);
    }

    /** Returns the validator before the body; null if there is none. */
    @Nullable
    String validator() {
        return isValidated()
                ? new String(bytes, offset + Short.BYTES, validatorLength(), StandardCharsets.UTF_8)
                : null;
    }

    /** Returns the payload without its validator. */
    Payload withoutValidator() {
        int skipped = isValidated() ? Short.BYTES + validatorLength() : 0;
        return skipped == 0 ? this : new Payload(kind, type, structure, bytes, offset + skipped, length - skipped);
    }

    private boolean isValidated() {
        return (kind & VALIDATED) != 0;
    }

    private int validatorLength() {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes, offset, length).getShort());
    }

    /** Returns whether there is a value: {@link #VALUE}, {@link #ABSENT}, or what no payload has. */
    int content() {
        return kind & CONTENT;
    }

    boolean isSealed() {
        return (kind & SEALED) != 0;
    }

    /** Returns the flag of the way in which the body is compressed; 0 if it is not. */
    int compression() {
        return kind & COMPRESSION;
    }

    /** Returns a number that stands for a text. */
    static int mark(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
