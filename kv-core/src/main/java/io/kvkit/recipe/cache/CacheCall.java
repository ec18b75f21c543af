package io.kvkit.recipe.cache;

import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One call whose result is to be cached.
 *
 * @param key where the result is kept; of an EVICTABLE namespace
 * @param settings how the cache behaves
 * @param codec the result as bytes
 * @param storable whether a result may be stored at all
 */
public record CacheCall(
        Key key, CacheSettings settings, ResultCodec codec, Predicate<? super @Nullable Object> storable) {

    /** A call whose result is always stored. */
    public static CacheCall of(Key key, CacheSettings settings, ResultCodec codec) {
        return new CacheCall(key, settings, codec, result -> true);
    }
}
