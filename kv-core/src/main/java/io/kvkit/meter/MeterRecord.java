package io.kvkit.meter;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored bytes of a meter: magic {@code M}, version 2, the time of the last change, and per band one cell of id, a
 * and b, or several for a strict window.
 *
 * <p>A bucket stores its level in a; a sliding window stores the previous count in a and the current one in b; a fixed
 * or calendar window stores its count in b; a strict window stores its counts from the current one back. Each reservation
 * has a cell of its own, see {@link Holds}.
 */
final class MeterRecord {

    static final double EPOCH_MICROS = 1_735_689_600_000_000d;

    private static final int HEADER = 2 + 8;
    private static final int BAND = 4 + 8 + 8;
    private static final double MAX = 9_007_199_254_740_992d;

    private final ByteBuffer bytes;

    private MeterRecord(byte[] value) {
        this.bytes = ByteBuffer.wrap(value);
    }

    /** Returns a time of the store in microseconds since 2025. */
    static double time(long micros) {
        return micros - EPOCH_MICROS;
    }

    /** Returns the record in the bytes; null if they are not a record. */
    static @Nullable MeterRecord read(byte[] value) {
        if (value.length < HEADER + BAND || (value.length - HEADER) % BAND != 0) {
            return null;
        }
        if (value[0] != 'M' || value[1] != 2) {
            return null;
        }
        MeterRecord parsed = new MeterRecord(value);
        return parsed.isSane() ? parsed : null;
    }

    private boolean isSane() {
        boolean sane = isTime(base());
        for (int at = HEADER; at < bytes.capacity(); at += BAND) {
            boolean time = isHold(at) && isTime(b(at));
            sane &= isCount(a(at)) && (time || isCount(b(at)));
        }
        return sane;
    }

    // Of a clock that may be behind 2025.
    private static boolean isTime(double time) {
        return time >= -MAX && time <= MAX;
    }

    private static boolean isCount(double count) {
        return count >= 0 && count <= MAX;
    }

    double base() {
        return bytes.getDouble(2);
    }

    /** Returns the position of a band, for {@link #a} and {@link #b}; -1 if the record does not contain it. */
    int find(int id) {
        return find(id, HEADER);
    }

    /** Returns the position of the next cell of the same band; -1 if there is none. */
    int findNext(int at) {
        return find(bytes.getInt(at), at + BAND);
    }

    private int find(int id, int from) {
        for (int at = from; at < bytes.capacity(); at += BAND) {
            if (bytes.getInt(at) == id) {
                return at;
            }
        }
        return -1;
    }

    /** Returns the reservations. */
    Holds holds() {
        Holds holds = Holds.NONE;
        for (int at = HEADER; at < bytes.capacity(); at += BAND) {
            if (isHold(at)) {
                holds = holds.with(hold(at));
            }
        }
        return holds;
    }

    private boolean isHold(int at) {
        return Holds.isHold(bytes.getInt(at));
    }

    private Holds.Cell hold(int at) {
        return new Holds.Cell(bytes.getInt(at), a(at), b(at));
    }

    /** Returns whether some of the bands are not there. */
    boolean lacks(List<Band> bands) {
        for (Band band : bands) {
            if (find(band.id()) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether bands are there, but not the same. */
    boolean isOfOthers(List<Band> bands) {
        boolean banded = false;
        boolean others = false;
        for (int at = HEADER; at < bytes.capacity(); at += BAND) {
            if (!isHold(at)) {
                banded = true;
                others |= !isOneOf(bytes.getInt(at), bands);
            }
        }
        return banded && (others || lacks(bands));
    }

    private static boolean isOneOf(int id, List<Band> bands) {
        for (Band band : bands) {
            if (band.id() == id) {
                return true;
            }
        }
        return false;
    }

    /** Returns the record with other open reservations in place of those that are open at a time. */
    byte[] with(Holds open, double time) {
        int cells =
                (bytes.capacity() - HEADER) / BAND - holds().open(time).cells().size();
        Packed out = begin(cells + open.cells().size(), base());
        for (int at = HEADER; at < bytes.capacity(); at += BAND) {
            if (!isHold(at) || !hold(at).isOpen(time)) {
                out.putInt(bytes.getInt(at)).putDouble(a(at)).putDouble(b(at));
            }
        }
        open.write(out);
        return out.bytes();
    }

    double a(int at) {
        return at < 0 ? 0 : bytes.getDouble(at + 4);
    }

    double b(int at) {
        return at < 0 ? 0 : bytes.getDouble(at + 12);
    }

    /** Returns the record of a single bucket. */
    static byte[] ofBucket(int id, double time, double level, double owed) {
        return begin(1, time).putInt(id).putDouble(level).putDouble(owed).bytes();
    }

    /** Starts a record of a number of cells; each is then written as id, a, b. */
    static Packed begin(int cells, double now) {
        Packed out = new Packed(HEADER + cells * BAND);
        return out.putByte('M').putByte(2).putDouble(now);
    }
}
