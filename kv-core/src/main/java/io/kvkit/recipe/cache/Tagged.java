package io.kvkit.recipe.cache;

import io.kvkit.tag.Tags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The value part of a record of a tagged cache: the number of tags 1, the hash of each tag 8, then the payload. */
final class Tagged {

    static final int MOST = 32;

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
        ByteBuffer value = ByteBuffer.allocate(1 + tags.size() * Long.BYTES + payload.length);
        value.put((byte) tags.size());
        tags.forEach(value::putLong);
        return value.put(payload).array();
    }

    /** Returns the offset of the payload; the length of the bytes if they are damaged, where there is no payload. */
    static int payloadOffset(byte[] bytes, int offset) {
        if (offset >= bytes.length || bytes[offset] < 0 || bytes[offset] > MOST) {
            return bytes.length;
        }
        return Math.min(bytes.length, offset + 1 + bytes[offset] * Long.BYTES);
    }

    /** Returns the tags of a value part that is not damaged. */
    static List<Long> tags(byte[] bytes, int offset) {
        List<Long> tags = new ArrayList<>();
        for (int at = offset + 1; at + Long.BYTES <= payloadOffset(bytes, offset); at += Long.BYTES) {
            tags.add(ByteBuffer.wrap(bytes, at, Long.BYTES).getLong());
        }
        return tags;
    }
}
