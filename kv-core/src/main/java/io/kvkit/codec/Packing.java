package io.kvkit.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes payloads of encoded values, and opens them.
 *
 * @param compression how long values are compressed
 * @param seal encrypts payloads; null to secure them with a checksum only
 */
record Packing(Compression compression, @Nullable Seal seal) {

    static final Packing PLAIN = new Packing(Compression.NONE, null);

    /** Returns a payload. The head says what its value is, and this adds how it is packed. */
    byte[] pack(PayloadHead head, byte[] value, String place) {
        byte[] body = value;
        PayloadHead packed = head;
        if (compression != Compression.NONE && PayloadBody.of(value).isCompressible()) {
            byte[] small = PayloadBody.of(value).compressed(compression);
            if (small.length < value.length) {
                body = small;
                packed = packed.with(compression.flag());
            }
        }
        return seal == null ? checked(packed, body, place) : sealed(seal, packed.with(PayloadHead.SEALED), body, place);
    }

    private static byte[] checked(PayloadHead head, byte[] body, String place) {
        return head.write(ByteBuffer.allocate(PayloadHead.LENGTH + PayloadCheck.LENGTH + body.length))
                .putInt(PayloadCheck.of(head, body, 0, body.length, place))
                .put(body)
                .array();
    }

    private static byte[] sealed(Seal seal, PayloadHead head, byte[] body, String place) {
        byte[] closed = seal.close(head, body, place);
        return head.write(ByteBuffer.allocate(PayloadHead.LENGTH + closed.length))
                .put(closed)
                .array();
    }

    /**
     * Returns the value of a payload whose head was read; null if it is damaged or of another place.
     *
     * @throws SealBrokenException if it must be sealed, and is not sealed by a key of the keyring for this place
     */
    @Nullable
    PayloadBody open(PayloadHead head, PayloadBody rest, String place) {
        PayloadBody body = seal == null ? verified(head, rest, place) : opened(seal, head, rest, place);
        if (body == null || head.compression() == Compression.NONE.flag()) {
            return body;
        }
        return Compression.ofFlag(head.compression()).map(body::decompressed).orElse(null);
    }

    private static PayloadBody opened(Seal seal, PayloadHead head, PayloadBody rest, String place) {
        if (!head.isSealed()) {
            throw new SealBrokenException("The stored value is not sealed");
        }
        return PayloadBody.of(seal.open(head, rest, place));
    }

    private static @Nullable PayloadBody verified(PayloadHead head, PayloadBody rest, String place) {
        int length = rest.length() - PayloadCheck.LENGTH;
        if (head.isSealed() || length < 0) {
            return null;
        }
        int offset = rest.offset() + PayloadCheck.LENGTH;
        int stored = ByteBuffer.wrap(rest.bytes(), rest.offset(), PayloadCheck.LENGTH)
                .getInt();
        return stored == PayloadCheck.of(head, rest.bytes(), offset, length, place)
                ? new PayloadBody(rest.bytes(), offset, length)
                : null;
    }
}
