package io.kvkit.recipe.cache;

import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call whose result is to be cached.
 *
 * @param key the key of the result, in an EVICTABLE namespace
 * @param settings the settings of the cache
 * @param codec converts results to bytes
 * @param storable decides whether a result may be stored
 * @since 0.1
 */
public record CacheCall(
        Key key, CacheSettings settings, ResultCodec codec, Predicate<? super @Nullable Object> storable) {

    /** Returns a call whose result is always stored. */
    public static CacheCall of(Key key, CacheSettings settings, ResultCodec codec) {
        return new CacheCall(key, settings, codec, result -> true);
    }
}
