package io.kvkit.recipe.cache.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kvkit.call.Decision.Answer;
import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import io.kvkit.store.Signals;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The results of one cache inside this JVM, as objects.
 *
 * <p>Only reads of the store fill it. A result is kept if no change of its key was noticed between the start of the read
 * and the moment at which it is kept, and is dropped when a change is noticed. It lives no longer than its record. While
 * changes may have gone unnoticed for longer than the maximum staleness, it is used for that time after it was read. No
 * caller can change what
 * another one gets. Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public final class NearCache implements Signals.Listener {

    /** The end of the text of a key whose change concerns all results: the record of the tags of the cache. */
    public static final String ID_OF_ALL = "\\t";

    /** What {@link NearEntry#result} returns if there is none; null is a result. */
    public static final Object NOTHING = new Object();

    // A hot entry must look used to what limits the number of entries, here and in the store.
    private static final long TOUCH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Cache<Key, NearEntry> entries;
    private final Stripes stripes = new Stripes();
    private final NearParts parts;
    private final NearHits hits;
    private final NearSettings settings;
    private volatile boolean retired;

    NearCache(NearParts parts, NearHits hits, NearSettings settings) {
        this.parts = parts;
        this.hits = hits;
        this.settings = settings;
        // An entry that is dropped for lack of space hears of no further change, so nobody may use it any longer.
        this.entries = Caffeine.newBuilder()
                .maximumSize(settings.size())
                .executor(Runnable::run)
                .<Key, NearEntry>evictionListener((key, entry, cause) -> drop(entry))
                .build();
    }

    /**
     * Returns the answer to a call without I/O; null if there is none.
     *
     * @param valid decides whether a result may be used
     */
    public @Nullable Answer answer(Key key, ResultCodec codec, Predicate<? super @Nullable Object> valid) {
        NearEntry entry = entries.getIfPresent(key);
        Object result = entry == null || !entry.hasValuesFor(codec) ? NOTHING : result(entry, codec, valid);
        return result == NOTHING ? null : new Answer(result);
    }

    /** Returns the entry of a key for results of the type of a codec; null if there is none that may be used. */
    public @Nullable NearEntry find(Key key, ResultCodec codec) {
        NearEntry entry = entries.getIfPresent(key);
        return entry != null && entry.isFor(codec) && isUsable(entry, parts.nanos(key)) ? entry : null;
    }

    /** Returns whether calls with a codec are answered from here, in an {@code Optional} or not. */
    public boolean answers(Key key, ResultCodec codec) {
        return leftMicros(key, codec) != Long.MAX_VALUE;
    }

    /** Returns how long the record of a key stays fresh, in microseconds; the longest time if its result is not here. */
    public long leftMicros(Key key, ResultCodec codec) {
        NearEntry entry = entries.getIfPresent(key);
        return entry == null || !entry.hasValuesFor(codec) || !isUsable(entry, parts.nanos(key))
                ? Long.MAX_VALUE
                : TimeUnit.NANOSECONDS.toMicros(entry.freshNanos - parts.nanos(key));
    }

    /** Returns the result of an entry for one caller, and counts the hit; {@link #NOTHING} if it may not be used. */
    @Nullable
    Object result(NearEntry entry) {
        return result(entry, null, null);
    }

    private @Nullable Object result(
            NearEntry entry, @Nullable ResultCodec codec, @Nullable Predicate<? super @Nullable Object> valid) {
        long now = parts.recentNanos(entry.key);
        Content content = isUsable(entry, now) ? entry.content() : null;
        Object result = content == null ? NOTHING : read(entry, content, codec);
        if (result == NOTHING || (valid != null && !valid.test(result))) {
            return NOTHING;
        }
        if (now - entry.touchedNanos > TOUCH_NANOS) {
            touch(entry, now);
        }
        hits.tell(entry.absent);
        return result;
    }

    private boolean isUsable(NearEntry entry, long now) {
        return entry.untilNanos - now > 0
                && entry.epoch == stripes.epoch()
                && (parts.isHeard() || parts.isYoung(entry.readNanos, now));
    }

    private static @Nullable Object read(NearEntry entry, Content content, @Nullable ResultCodec codec) {
        try {
            Object result = content.result();
            return codec == null ? result : entry.as(codec, result);
        } catch (Throwable damaged) {
            return NOTHING;
        }
    }

    private void touch(NearEntry entry, long now) {
        entry.touchedNanos = now;
        if (entries.getIfPresent(entry.key) == entry) {
            parts.touch(entry.key);
        }
    }

    /** Begins a read of the store whose result may be kept. */
    public NearRead begin(Key key) {
        return new NearRead(this, parts, key, stripes.version(key), stripes.epoch(), parts.nanos(key));
    }

    void put(NearRead read, NearEntry entry) {
        entries.asMap().compute(read.key(), (key, old) -> {
            if (retired || stripes.version(key) != read.version() || stripes.epoch() != read.epoch()) {
                return old;
            }
            drop(old);
            return entry;
        });
    }

    /** Drops the result of a key, and prevents reads that have begun from keeping theirs. */
    @Override
    public void changed(Key key) {
        if (key.text().endsWith(ID_OF_ALL)) {
            anythingChanged();
            return;
        }
        stripes.bump(key);
        // Waits for a put of the same key that is under way, even if the key is not there yet.
        entries.asMap().compute(key, (same, old) -> drop(old));
    }

    /** Drops all results, and prevents reads that have begun from keeping theirs. */
    @Override
    public void anythingChanged() {
        stripes.bumpAll();
        int epoch = stripes.epoch();
        for (Key key : entries.asMap().keySet()) {
            entries.asMap().compute(key, (same, old) -> old != null && old.epoch == epoch ? old : drop(old));
        }
    }

    /** Returns whether the size and the maximum staleness are those of some settings. */
    boolean fits(NearSettings other) {
        return settings.size() == other.size() && settings.maxStalenessMillis() == other.maxStalenessMillis();
    }

    /** Drops all results and keeps no further ones. */
    void retire() {
        retired = true;
        anythingChanged();
    }

    private static @Nullable NearEntry drop(@Nullable NearEntry entry) {
        if (entry != null) {
            entry.drop();
        }
        return null;
    }
}
