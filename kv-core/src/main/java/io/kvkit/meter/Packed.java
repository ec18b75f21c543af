package io.kvkit.meter;

import java.nio.ByteBuffer;

/** Builds big-endian bytes in the format of {@code struct.pack} with {@code >}. */
final class Packed {

    private final byte[] bytes;
    private final ByteBuffer out;

    Packed(int length) {
        this.bytes = new byte[length];
        this.out = ByteBuffer.wrap(bytes);
    }

    Packed putByte(int value) {
        out.put((byte) value);
        return this;
    }

    Packed putInt(int value) {
        out.putInt(value);
        return this;
    }

    Packed putDouble(double value) {
        out.putDouble(value);
        return this;
    }

    byte[] bytes() {
        return bytes;
    }
}
