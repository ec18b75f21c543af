package io.kvkit.recipe.cache;

import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * What a cache held before a value was computed that is to be put into it. An invalidation that came later shows by it.
 * Immutable.
 *
 * @since 0.1
 */
public final class Mark {

    private final @Nullable Key key;
    private final long stamp;
    private final long fence;

    /**
     * Creates a mark.
     *
     * @param key the key of the record; null if only the tags of the cache are known
     * @param stamp the highest counter of the tags
     * @param fence the fence of the record
     */
    Mark(@Nullable Key key, long stamp, long fence) {
        this.key = key;
        this.stamp = stamp;
        this.fence = fence;
    }

    boolean isOf(Key other) {
        return other.equals(key);
    }

    long stamp() {
        return stamp;
    }

    long fence() {
        return fence;
    }
}
