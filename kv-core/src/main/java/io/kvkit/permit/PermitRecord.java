package io.kvkit.permit;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The stored bytes of the permits of a key: magic {@code KP}, version 1, and per permit 8 bytes that stand for its owner,
 * and its end in microseconds since 2025.
 */
final class PermitRecord {

    static final double EPOCH_MICROS = 1_735_689_600_000_000d;
    static final int PERMIT = 8 + 8;

    private static final int HEADER = 3;
    private static final double MAX = 9_007_199_254_740_992d;

    private final ByteBuffer bytes;

    private PermitRecord(byte[] value) {
        this.bytes = ByteBuffer.wrap(value);
    }

    /** Returns the record in the bytes; null if they are not a record. */
    static @Nullable PermitRecord read(byte[] value) {
        if (value.length < HEADER + PERMIT || (value.length - HEADER) % PERMIT != 0) {
            return null;
        }
        if (value[0] != 'K' || value[1] != 'P' || value[2] != 1) {
            return null;
        }
        PermitRecord record = new PermitRecord(value);
        return record.isSane() ? record : null;
    }

    private boolean isSane() {
        for (int i = 0; i < size(); i++) {
            if (!(ends(i) >= -MAX && ends(i) <= MAX)) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return (bytes.capacity() - HEADER) / PERMIT;
    }

    long owner(int i) {
        return bytes.getLong(HEADER + i * PERMIT);
    }

    double ends(int i) {
        return bytes.getDouble(HEADER + i * PERMIT + 8);
    }

    /** Starts a record of at most so many permits; each is then written as owner and end. */
    static ByteBuffer begin(int most) {
        return ByteBuffer.allocate(HEADER + most * PERMIT)
                .put((byte) 'K')
                .put((byte) 'P')
                .put((byte) 1);
    }
}
