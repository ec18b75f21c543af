package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One change of a cache entry.
 *
 * @param cache the recipe
 * @param key the key of the entry
 * @param entry how the new value is written; null if the entry is removed
 * @param value the new value
 */
record CacheChange(
        Cache cache,
        Key key,
        @Nullable CacheCall entry,
        @Nullable Object value) {

    /** The end of a change that is not made, or not made yet. */
    static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    /** Returns the removal of an entry. */
    static CacheChange invalidation(Cache cache, Key key) {
        return new CacheChange(cache, key, null, null);
    }

    /** Makes the change. The stage never fails. */
    CompletionStage<Void> make() {
        return entry == null ? cache.invalidate(key) : cache.put(entry, value);
    }

    /** Returns the removal of the same entry, for a value that may never have existed. */
    CacheChange withoutValue() {
        return invalidation(cache, key);
    }
}
