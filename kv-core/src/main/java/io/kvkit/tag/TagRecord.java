package io.kvkit.tag;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is outdated in one cache, as stored: magic 2, version 1, base 7, last 7, then for each tag its hash 8 and its
 * counter 7, in the order of their changes. Instances never change and are safe for use by several threads.
 *
 * @since 0.1
 */
public final class TagRecord {

    static final int MAGIC = 0xB76C;
    static final int VERSION = 1;
    static final int HEAD = 17;
    static final int TAG = 15;
    static final long EXACT = 1L << 53;

    private static final long SEVEN_BYTES = (1L << 56) - 1;

    private final long base;
    private final long last;
    private final Map<Long, Long> changed;

    TagRecord(long base, long last, Map<Long, Long> changed) {
        this.base = base;
        this.last = last;
        this.changed = changed;
    }

    /** Returns a record by which nothing is outdated. */
    public static TagRecord empty() {
        return new TagRecord(0, 0, Map.of());
    }

    /** Returns the record in some bytes; null if they are none. */
    public static @Nullable TagRecord read(byte[] bytes) {
        if (bytes.length < HEAD || (bytes.length - HEAD) % TAG != 0) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if ((in.getShort() & 0xFFFF) != MAGIC || in.get() != VERSION) {
            return null;
        }
        long base = seven(in);
        long last = seven(in);
        return base > last || last >= EXACT ? null : new TagRecord(base, last, changes(in));
    }

    private static Map<Long, Long> changes(ByteBuffer in) {
        Map<Long, Long> changes = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            changes.put(in.getLong(), seven(in));
        }
        return changes;
    }

    private static long seven(ByteBuffer in) {
        long value = in.getInt() & 0xFFFF_FFFFL;
        value = value << 16 | in.getShort() & 0xFFFF;
        return value << 8 | in.get() & 0xFF;
    }

    /** Returns the stamp of results whose computation begins now. */
    public long last() {
        return last;
    }

    /** Returns whether a result is not outdated. */
    public boolean isCurrent(long stamp, Collection<Long> tags) {
        if (stamp < base) {
            return false;
        }
        for (Long tag : tags) {
            Long change = changed.get(tag);
            if (change != null && change > stamp) {
                return false;
            }
        }
        return true;
    }

    long base() {
        return base;
    }

    Map<Long, Long> changed() {
        return changed;
    }

    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD + changed.size() * TAG);
        out.putShort((short) MAGIC).put((byte) VERSION);
        seven(out, base);
        seven(out, last);
        changed.forEach((tag, change) -> seven(out.putLong(tag), change));
        return out.array();
    }

    private static void seven(ByteBuffer out, long value) {
        long low = value & SEVEN_BYTES;
        out.putInt((int) (low >>> 24)).putShort((short) (low >>> 8)).put((byte) low);
    }
}
