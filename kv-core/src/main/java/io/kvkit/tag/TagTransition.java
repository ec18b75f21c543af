package io.kvkit.tag;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads, creates or changes the record of the tags of a cache; the counterpart of tags.lua. What is no record is
 * replaced by a new one, which makes all results outdated.
 *
 * @param key the key of the record, which its check depends on
 * @param what {@link #READ}, {@link #CHANGE_TAGS} or {@link #CHANGE_ALL}
 * @param lifeMillis how long results live at most
 * @param tags the changed tags, 8 bytes each
 */
record TagTransition(Key key, int what, long lifeMillis, byte[] tags) implements Transition<TagRecord> {

    static final int READ = 0;
    static final int CHANGE_TAGS = 1;
    static final int CHANGE_ALL = 2;

    private static final Script SCRIPT = Script.load(TagTransition.class, "tags.lua");
    private static final long KEEP_MILLIS = Duration.ofDays(30).toMillis();

    TagTransition {
        if (lifeMillis < 0 || lifeMillis > Ttl.MAX.toMillis()) {
            throw new IllegalArgumentException("The life of results is 0 to 100 years, but this one is " + lifeMillis);
        }
    }

    @Override
    public Script script() {
        return SCRIPT;
    }

    @Override
    public List<byte[]> arguments() {
        byte[] spans = ByteBuffer.allocate(Long.BYTES)
                .putLong((long) what << 56 | lifeMillis * 1_000)
                .array();
        return List.of(spans, tags);
    }

    @Override
    public Step apply(@Nullable Entry entry, long now) {
        TagRecord old = entry == null ? null : TagRecord.read(key, entry.value());
        if (entry != null && old != null && what == READ) {
            return new Step.Keep(entry.value());
        }
        TagRecord present = old == null ? new TagRecord(now, now, Map.of()) : old;
        byte[] bytes = (what == READ ? present : changed(present, now)).bytes(key);
        return new Step.Put(bytes, bytes, Ttl.ofMillis(Math.max(KEEP_MILLIS, lifeMillis)), 0);
    }

    private TagRecord changed(TagRecord old, long now) {
        long last = Math.min(TagRecord.EXACT - 1, Math.max(old.last() + 1, now));
        if (what == CHANGE_ALL) {
            return new TagRecord(last, last, Map.of());
        }
        Set<Long> marked = new LinkedHashSet<>();
        for (ByteBuffer in = ByteBuffer.wrap(tags); in.hasRemaining(); ) {
            marked.add(in.getLong());
        }
        Map<Long, Long> kept = new LinkedHashMap<>();
        old.changed().forEach((tag, change) -> {
            if (!marked.contains(tag) && change + lifeMillis * 1_000 >= now) {
                kept.put(tag, change);
            }
        });
        marked.forEach(tag -> kept.put(tag, last));
        return bounded(old.base(), last, kept);
    }

    private static TagRecord bounded(long base, long last, Map<Long, Long> kept) {
        int over = kept.size() - Tags.MOST;
        if (over <= 0) {
            return new TagRecord(base, last, kept);
        }
        List<Map.Entry<Long, Long>> all = new ArrayList<>(kept.entrySet());
        Map<Long, Long> youngest = new LinkedHashMap<>();
        all.subList(over, all.size()).forEach(tag -> youngest.put(tag.getKey(), tag.getValue()));
        return new TagRecord(Math.max(base, all.get(over - 1).getValue()), last, youngest);
    }

    @Override
    public TagRecord decode(Key of, byte[] reply) {
        TagRecord record = TagRecord.read(of, reply);
        if (record == null) {
            throw KvException.permanent(SCRIPT.name(), of, "the store answered with something that is no record");
        }
        return record;
    }
}
