package io.kvkit.tag;

import io.kvkit.store.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is outdated in one cache, as stored: magic 2, version 1, base 7, last 7, then for each tag its hash 8 and its
 * counter 7, in the order of their changes, and at the end the check 8: the start of the SHA-1 of its key and all bytes
 * before it. Instances never change and are safe for use by several threads.
 *
 * @since 0.1
 */
public final class TagRecord {

    static final int MAGIC = 0xB76C;
    static final int VERSION = 2;
    static final int HEAD = 17;
    static final int TAG = 15;
    static final int CHECK = 8;
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

    /** Returns the record of a key; null if the bytes are none, belong to another key, or if one of them has changed. */
    public static @Nullable TagRecord read(Key key, byte[] bytes) {
        int length = bytes.length - CHECK;
        if (length < HEAD || (length - HEAD) % TAG != 0) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        if ((in.getShort() & 0xFFFF) != MAGIC || in.get() != VERSION) {
            return null;
        }
        long base = seven(in);
        long last = seven(in);
        boolean intact = base <= last
                && last < EXACT
                && check(key, bytes, length) == ByteBuffer.wrap(bytes).getLong(length);
        return intact ? new TagRecord(base, last, changes(in)) : null;
    }

    // In scripts of a server there is no quicker digest.
    private static long check(Key key, byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(key.text().getBytes(StandardCharsets.UTF_8));
            digest.update(bytes, 0, length);
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
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

    byte[] bytes(Key key) {
        int length = HEAD + changed.size() * TAG;
        ByteBuffer out = ByteBuffer.allocate(length + CHECK);
        out.putShort((short) MAGIC).put((byte) VERSION);
        seven(out, base);
        seven(out, last);
        changed.forEach((tag, change) -> seven(out.putLong(tag), change));
        return out.putLong(check(key, out.array(), length)).array();
    }

    private static void seven(ByteBuffer out, long value) {
        long low = value & SEVEN_BYTES;
        out.putInt((int) (low >>> 24)).putShort((short) (low >>> 8)).put((byte) low);
    }
}
