package io.kvkit.meter;

import io.kvkit.store.Entry;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The stored bytes of a meter: magic {@code KM}, version 1, the time of the last change, and per band id, a and b.
 *
 * <p>A bucket stores its level in a; a sliding window stores the previous count in a and the current one in b; a fixed
 * window stores its count in b.
 */
final class MeterRecord {

    static final double EPOCH_MICROS = 1_735_689_600_000_000d;

    private static final int HEADER = 3 + 8;
    private static final int BAND = 4 + 8 + 8;
    private static final double MAX = 9_007_199_254_740_992d;

    private final ByteBuffer bytes;

    private MeterRecord(byte[] value) {
        this.bytes = ByteBuffer.wrap(value);
    }

    /** Returns the record of an entry; null if the entry is not a record. */
    static @Nullable MeterRecord read(Entry entry) {
        byte[] value = entry.value();
        if (value.length < HEADER + BAND || (value.length - HEADER) % BAND != 0) {
            return null;
        }
        if (value[0] != 'K' || value[1] != 'M' || value[2] != 1) {
            return null;
        }
        MeterRecord parsed = new MeterRecord(value);
        return parsed.isSane() ? parsed : null;
    }

    private boolean isSane() {
        boolean sane = base() >= -MAX && base() <= MAX;
        for (int at = HEADER; at < bytes.capacity(); at += BAND) {
            sane &= isCount(bytes.getDouble(at + 4)) && isCount(bytes.getDouble(at + 12));
        }
        return sane;
    }

    private static boolean isCount(double count) {
        return count >= 0 && count <= MAX;
    }

    double base() {
        return bytes.getDouble(3);
    }

    /** Returns the position of a band, for {@link #a} and {@link #b}; -1 if the record does not contain it. */
    int find(int id) {
        for (int at = HEADER; at < bytes.capacity(); at += BAND) {
            if (bytes.getInt(at) == id) {
                return at;
            }
        }
        return -1;
    }

    double a(int at) {
        return at < 0 ? 0 : bytes.getDouble(at + 4);
    }

    double b(int at) {
        return at < 0 ? 0 : bytes.getDouble(at + 12);
    }

    /** Starts a record of a number of bands; each is then written as id, a, b. */
    static Packed begin(int bands, double now) {
        Packed out = new Packed(HEADER + bands * BAND);
        return out.putByte('K').putByte('M').putByte(1).putDouble(now);
    }
}
