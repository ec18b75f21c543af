package io.kvkit.recipe.cache.near;

import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * One result in a near cache. Ask the {@linkplain NearCache#result near cache} whether it may still be used.
 *
 * @since 0.1
 */
public final class NearEntry {

    final Key key;
    final int epoch;
    final long untilNanos;
    final boolean absent;
    private final ResultCodec codec;
    private volatile @Nullable Content content;

    // Written by threads that do not see each other's writes at once, which only costs a search more.
    long touchedNanos;

    NearEntry(Key key, ResultCodec codec, int epoch, long keptNanos, long untilNanos, boolean absent, Content content) {
        this.key = key;
        this.codec = codec;
        this.epoch = epoch;
        this.untilNanos = untilNanos;
        this.absent = absent;
        this.content = content;
        this.touchedNanos = keptNanos;
    }

    /** Returns the content; null if the entry has been dropped. */
    @Nullable
    Content content() {
        return content;
    }

    /** Returns whether the result has been dropped, because its key has changed or for lack of space. */
    public boolean isDropped() {
        return content == null;
    }

    /** Drops the result, also for those who still know this entry. */
    void drop() {
        content = null;
    }

    /** Returns whether calls with a codec get results of the same type. */
    boolean isFor(ResultCodec other) {
        return codec == other || codec.readsAs(other);
    }
}
