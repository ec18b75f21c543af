package io.kvkit.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The checksum of a payload. It covers the place of the payload, so a copy in another place is refused. */
final class PayloadCheck {

    /** The length in bytes. */
    static final int LENGTH = 4;

    private PayloadCheck() {}

    static int of(PayloadHead head, byte[] bytes, int offset, int length, String place) {
        byte[] where = place.getBytes(StandardCharsets.UTF_8);
        ByteBuffer facts = ByteBuffer.allocate(PayloadHead.LENGTH + Integer.BYTES);
        CRC32C crc = new CRC32C();
        crc.update(head.write(facts).putInt(where.length).flip());
        crc.update(where);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
