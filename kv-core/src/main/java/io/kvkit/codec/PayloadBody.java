package io.kvkit.codec;

import java.nio.ByteBuffer;

/** A part of an array that is the encoded value of a payload, or stands for it. */
record PayloadBody(byte[] bytes, int offset, int length) {

    /** The shortest value that is compressed, in bytes. */
    static final int COMPRESSED_FROM = 1_024;

    /** The longest value that is decompressed: a few bytes can claim to be any number of them. */
    static final int MOST = 64 << 20;

    static PayloadBody of(byte[] bytes) {
        return new PayloadBody(bytes, 0, bytes.length);
    }

    byte[] compressed(Compression by) {
        byte[] small = by.compress(bytes);
        return ByteBuffer.allocate(Integer.BYTES + small.length)
                .putInt(bytes.length)
                .put(small)
                .array();
    }

    boolean isCompressible() {
        return length >= COMPRESSED_FROM && length <= MOST;
    }

    PayloadBody decompressed(Compression by) {
        int claimed = ByteBuffer.wrap(bytes, offset, length).getInt();
        if (claimed < COMPRESSED_FROM || claimed > MOST) {
            throw new IllegalArgumentException("No value of this length is compressed");
        }
        byte[] whole = new byte[claimed];
        by.decompress(bytes, offset + Integer.BYTES, length - Integer.BYTES, whole);
        return of(whole);
    }
}
