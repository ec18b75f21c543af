package io.kvkit.recipe.cache.near;

import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * One result in a near cache, which may no longer be used at any time. Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public final class NearEntry {

    final Key key;
    private final NearCache near;
    final int epoch;
    final long readNanos;
    final long untilNanos;
    final long freshNanos;
    final boolean absent;
    private final ResultCodec codec;
    private volatile @Nullable Content content;

    // Written by threads that do not see each other's writes at once, which only costs a search more.
    long touchedNanos;

    NearEntry(
            NearCache near,
            Key key,
            ResultCodec codec,
            int epoch,
            long readNanos,
            long untilNanos,
            long freshNanos,
            boolean absent,
            Content content) {
        this.near = near;
        this.key = key;
        this.codec = codec;
        this.epoch = epoch;
        this.readNanos = readNanos;
        this.untilNanos = untilNanos;
        this.freshNanos = freshNanos;
        this.absent = absent;
        this.content = content;
        this.touchedNanos = readNanos;
    }

    /**
     * Returns the result for one caller, and counts the hit; {@link NearCache#NOTHING} if it may not be used. Null is a
     * result.
     */
    public @Nullable Object result() {
        return near.result(this);
    }

    /** Returns the key of the result. */
    public Key key() {
        return key;
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

    /** Returns whether calls with a codec get results of the same type, and this one too. */
    boolean isFor(ResultCodec other) {
        return (codec == other || codec.readsAs(other)) && (!absent || other.takesNull());
    }

    /** Returns whether calls with a codec get results with the same values, in an Optional or not. */
    boolean hasValuesFor(ResultCodec other) {
        return codec == other || codec.readsValuesOf(other);
    }

    /** Returns a result of this entry as a codec delivers it. */
    @Nullable
    Object as(ResultCodec other, @Nullable Object result) {
        return codec == other ? result : other.delivered(result);
    }
}
