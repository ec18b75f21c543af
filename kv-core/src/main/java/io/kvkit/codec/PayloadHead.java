package io.kvkit.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What a payload says about its value.
 *
 * @param kind whether there is a value, and how it is packed
 * @param type stands for the format and the declared type
 * @param structure stands for the parts of the declared type
 */
record PayloadHead(byte kind, int type, int structure) {

    /** The length in bytes. */
    static final int LENGTH = 9;

    static final byte VALUE = 1;
    static final byte ABSENT = 2;
    static final byte SEALED = 4;

    private static final int CONTENT = 0x0B;
    private static final int COMPRESSION = 0xF0;

    static PayloadHead read(ByteBuffer payload) {
        return new PayloadHead(payload.get(), payload.getInt(), payload.getInt());
    }

    ByteBuffer write(ByteBuffer payload) {
        return payload.put(kind).putInt(type).putInt(structure);
    }

    PayloadHead with(byte flag) {
        return new PayloadHead((byte) (kind | flag), type, structure);
    }

    /** Returns whether there is a value: {@link #VALUE}, {@link #ABSENT}, or what no payload has. */
    int content() {
        return kind & CONTENT;
    }

    boolean isSealed() {
        return (kind & SEALED) != 0;
    }

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
