package io.kvkit.tag;

import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

/**
 * The changes of the record in which one cache notes what is outdated.
 *
 * <p>The record has a counter for each tag and one for everything. A result gets the highest counter of the record as
 * its stamp before it is computed. It is outdated if a counter of its tags, or that of everything, is above its stamp.
 * So a tag is invalidated in one step, however many results have it.
 *
 * <p>Counters follow the store's clock, but never go back. If a record is lost, a new one starts above all earlier
 * stamps, so that nothing invalidated becomes valid again. A record holds at most 1,024 tags; if there are more, those
 * that were changed first are merged into the counter of everything.
 *
 * <pre>{@code
 * TagRecord before = join(store.apply(key, Tags.read(key, 60_000)));
 * // compute a result with the tag "toys"
 * join(store.apply(key, Tags.change(key, List.of("toys"), 60_000)));
 * TagRecord after = join(store.apply(key, Tags.read(key, 60_000)));
 * boolean valid = after.isCurrent(before.last(), Tags.hashes(List.of("toys")));    // false
 * }</pre>
 *
 * @since 0.1
 */
public final class Tags {

    /** The maximum number of tags in a record. */
    public static final int MOST = 1_024;

    private Tags() {}

    /**
     * Reads the record, and creates it if it is missing.
     *
     * @param key the key of the record, which must be the one that the transition is applied to
     * @param lifeMillis how long results of the cache live at most, in milliseconds; not negative
     */
    public static Transition<TagRecord> read(Key key, long lifeMillis) {
        return new TagTransition(key, TagTransition.READ, lifeMillis, new byte[0]);
    }

    /** Marks tags as changed: results with one of them, computed before, are outdated from now on. */
    public static Transition<TagRecord> change(Key key, Collection<String> tags, long lifeMillis) {
        return new TagTransition(key, TagTransition.CHANGE_TAGS, lifeMillis, bytes(hashes(tags)));
    }

    /** Marks everything as changed: all results computed before are outdated from now on. */
    public static Transition<TagRecord> changeAll(Key key, long lifeMillis) {
        return new TagTransition(key, TagTransition.CHANGE_ALL, lifeMillis, new byte[0]);
    }

    /** Returns the hashes of tags as they are stored. Two tags with one hash are invalidated together. */
    public static List<Long> hashes(Collection<String> tags) {
        return tags.stream().distinct().map(Tags::hash).toList();
    }

    private static long hash(String tag) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(tag.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Returns hashes as bytes, 8 each. */
    public static byte[] bytes(List<Long> hashes) {
        ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * Long.BYTES);
        hashes.forEach(bytes::putLong);
        return bytes.array();
    }
}
