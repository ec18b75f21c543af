package io.kvkit.recipe.cache;

import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;

/**
 * One call whose result is to be cached.
 *
 * @param key the key of the result, in an EVICTABLE namespace
 * @param settings the settings of the cache
 * @param codec converts results to bytes
 * @param rules decide whether and for how long a result is stored
 * @since 0.1
 */
public record CacheCall(Key key, CacheSettings settings, ResultCodec codec, CacheRules rules) {

    /** Returns a call whose result is always stored, for the time of the settings. */
    public static CacheCall of(Key key, CacheSettings settings, ResultCodec codec) {
        return new CacheCall(key, settings, codec, CacheRules.NONE);
    }
}
