package io.kvkit.recipe.cache;

import io.kvkit.tag.TagRecord;
import io.kvkit.tag.Tags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The value part of a record of a tagged cache: the number of tags 1, the hash of each tag 8, the sum of these bytes 1,
 * then the payload.
 */
final class Tagged {

    static final int MOST = 32;

    /** The hash of {@link CacheRules#ANY_TAG}. */
    private static final long ANY = Tags.hashes(List.of(CacheRules.ANY_TAG)).get(0);

    private Tagged() {}

    /**
     * Returns the hashes of the tags of a result.
     *
     * @throws TooManyTagsException if there are more than {@value #MOST}
     */
    static List<Long> hashes(Collection<String> tags) {
        List<Long> hashes = Tags.hashes(tags);
        if (hashes.size() > MOST) {
            throw new TooManyTagsException(hashes.size());
        }
        return hashes;
    }

    /** Returns the value part. */
    static byte[] of(List<Long> tags, byte[] payload) {
        ByteBuffer value = ByteBuffer.allocate(length(tags.size()) + payload.length);
        value.put((byte) tags.size());
        tags.forEach(value::putLong);
        return value.put(sum(value.array(), 0, tags.size())).put(payload).array();
    }

    private static int length(int tags) {
        return 2 + tags * Long.BYTES;
    }

    // The payload's own checksum begins after the tags.
    private static byte sum(byte[] bytes, int offset, int tags) {
        int sum = 0;
        for (int at = offset; at < offset + length(tags) - 1; at++) {
            sum += bytes[at];
        }
        return (byte) sum;
    }

    /** Returns the offset of the payload; the length of the bytes if they are damaged, where there is no payload. */
    static int payloadOffset(byte[] bytes, int offset) {
        return isIntact(bytes, offset) ? offset + length(bytes[offset]) : bytes.length;
    }

    private static boolean isIntact(byte[] bytes, int offset) {
        if (offset >= bytes.length || bytes[offset] < 0 || bytes[offset] > MOST) {
            return false;
        }
        int end = offset + length(bytes[offset]);
        return end <= bytes.length && bytes[end - 1] == sum(bytes, offset, bytes[offset]);
    }

    /** Returns the tags of a value part; none if they are damaged. */
    static List<Long> tags(byte[] bytes, int offset) {
        int count = isIntact(bytes, offset) ? bytes[offset] : 0;
        List<Long> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tags.add(ByteBuffer.wrap(bytes).getLong(offset + 1 + i * Long.BYTES));
        }
        return tags;
    }

    /** Returns whether a result with a stamp and tags is not outdated. */
    static boolean isCurrent(TagRecord now, long stamp, List<Long> tags) {
        return now.isCurrent(stamp, tags) && !(stamp < now.last() && tags.contains(ANY));
    }
}
