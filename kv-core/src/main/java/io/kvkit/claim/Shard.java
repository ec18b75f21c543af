package io.kvkit.claim;

import io.kvkit.store.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of many keys in one value: open records as they are, and marks for those that only say that something is
 * done. The format is that of shard.lua.
 */
record Shard(List<Open> open, List<Bucket> buckets) {

    /** A record and the digest of its key. */
    record Open(byte[] digest, Entry entry) {

        private static final int HEADER = 28;

        int length() {
            return HEADER + entry.value().length;
        }

        void write(ByteBuffer out) {
            byte[] value = entry.value();
            out.put(digest)
                    .putLong(entry.expiresAtMicros())
                    .putInt(value.length)
                    .put(value);
        }
    }

    static final Shard EMPTY = new Shard(List.of(), List.of());

    private static final int MAGIC = 0x6B765301;
    private static final int HEADER = 6;
    private static final long EXACT = 1L << 53;

    /** Reads the records that have not ended; returns null if the bytes are not those of a shard. */
    static @Nullable Shard read(byte[] bytes, long now) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || in.getInt() != MAGIC) {
            return null;
        }
        Shard shard = new Shard(new ArrayList<>(), new ArrayList<>());
        boolean whole = shard.readBuckets(Short.toUnsignedInt(in.getShort()), in, now);
        while (whole && in.hasRemaining()) {
            whole = shard.readOpen(in, now);
        }
        return whole ? shard : null;
    }

    private boolean readBuckets(int count, ByteBuffer in, long now) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            Bucket bucket = in.remaining() < Bucket.HEADER ? null : bucket(in);
            if (bucket == null || bucket.end() <= last) {
                return false;
            }
            last = bucket.end();
            if (last > now) {
                buckets.add(bucket);
            }
        }
        return true;
    }

    private boolean readOpen(ByteBuffer in, long now) {
        if (in.remaining() < Open.HEADER) {
            return false;
        }
        byte[] digest = next(in, Mark.DIGEST);
        long expiry = in.getLong();
        long length = Integer.toUnsignedLong(in.getInt());
        if (!isExact(expiry) || length > in.remaining()) {
            return false;
        }
        Entry entry = new Entry(next(in, (int) length), expiry);
        return expiry <= now || open.add(new Open(digest, entry));
    }

    private static @Nullable Bucket bucket(ByteBuffer in) {
        long end = in.getLong();
        long length = Mark.LENGTH * Integer.toUnsignedLong(in.getInt());
        return isExact(end) && length > 0 && length <= in.remaining() ? new Bucket(end, next(in, (int) length)) : null;
    }

    private static boolean isExact(long micros) {
        return micros >= 0 && micros < EXACT;
    }

    private static byte[] next(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Returns the record of a digest, as a caller with a token sees it; null if there is none. */
    @Nullable
    Entry find(byte[] digest, byte @Nullable [] caller) {
        Entry found = null;
        for (Open each : open) {
            found = Arrays.equals(each.digest, digest) ? each.entry : found;
        }
        return found == null ? marked(digest, caller) : found;
    }

    private @Nullable Entry marked(byte[] digest, byte @Nullable [] caller) {
        for (Bucket bucket : buckets) {
            int at = bucket.find(digest);
            if (at >= 0) {
                return Mark.record(bucket.tag(at), bucket.end(), caller);
            }
        }
        return null;
    }

    /** Returns a shard with another record of a digest; null for none. An open record keeps its place. */
    Shard with(byte[] digest, @Nullable Entry entry, long now) {
        List<Bucket> rest = new ArrayList<>();
        buckets.forEach(bucket -> rest.add(bucket.without(digest)));
        rest.removeIf(bucket -> bucket.marks().length == 0);
        long end = entry == null ? 0 : Mark.bucketEnd(entry.value(), markedUntil(digest), now);
        if (end > 0 && entry != null) {
            add(rest, end, Mark.of(digest, entry.value()));
        }
        return new Shard(open(digest, end > 0 ? null : entry), rest);
    }

    private long markedUntil(byte[] digest) {
        return buckets.stream()
                .filter(bucket -> bucket.find(digest) >= 0)
                .mapToLong(Bucket::end)
                .findFirst()
                .orElse(0);
    }

    private List<Open> open(byte[] digest, @Nullable Entry entry) {
        List<Open> next = new ArrayList<>();
        boolean isPlaced = entry == null;
        for (Open each : open) {
            boolean isOther = !Arrays.equals(each.digest, digest);
            if (isOther || !isPlaced) {
                next.add(isOther || entry == null ? each : new Open(digest, entry));
                isPlaced |= !isOther;
            }
        }
        if (!isPlaced && entry != null) {
            next.add(new Open(digest, entry));
        }
        return next;
    }

    private static void add(List<Bucket> buckets, long end, byte[] mark) {
        int at = 0;
        while (at < buckets.size() && buckets.get(at).end() < end) {
            at++;
        }
        if (at < buckets.size() && buckets.get(at).end() == end) {
            buckets.set(at, buckets.get(at).with(mark));
        } else {
            buckets.add(at, new Bucket(end, mark));
        }
    }

    boolean isEmpty() {
        return open.isEmpty() && buckets.isEmpty();
    }

    /** Returns when the last record ends, in microseconds since the epoch. */
    long end() {
        long end = 0;
        for (Open each : open) {
            end = Math.max(end, each.entry.expiresAtMicros());
        }
        for (Bucket bucket : buckets) {
            end = Math.max(end, bucket.end());
        }
        return end;
    }

    byte[] bytes() {
        int length = HEADER
                + open.stream().mapToInt(Open::length).sum()
                + buckets.stream().mapToInt(Bucket::length).sum();
        ByteBuffer out = ByteBuffer.allocate(length).putInt(MAGIC).putShort((short) buckets.size());
        buckets.forEach(bucket -> bucket.write(out));
        open.forEach(record -> record.write(out));
        return out.array();
    }
}
