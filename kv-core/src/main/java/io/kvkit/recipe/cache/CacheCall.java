package io.kvkit.recipe.cache;

import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.store.Key;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call whose result is to be cached.
 *
 * @param key the key of the result, in an EVICTABLE namespace
 * @param settings the settings of the cache
 * @param codec converts results to bytes
 * @param rules decide whether and for how long a result is stored
 * @param observer receives what becomes of this call, as listeners do for all calls; null if nobody asks
 * @since 0.1
 */
public record CacheCall(
        Key key,
        CacheSettings settings,
        ResultCodec codec,
        CacheRules rules,
        @Nullable Consumer<? super Outcome> observer) {

    /** Creates a call that nobody observes. */
    public CacheCall(Key key, CacheSettings settings, ResultCodec codec, CacheRules rules) {
        this(key, settings, codec, rules, null);
    }

    /** Returns a call whose result is always stored, for the time of the settings. */
    public static CacheCall of(Key key, CacheSettings settings, ResultCodec codec) {
        return new CacheCall(key, settings, codec, CacheRules.NONE);
    }

    /** Returns the same call with other rules. */
    public CacheCall withRules(CacheRules other) {
        return new CacheCall(key, settings, codec, other, observer);
    }

    void told(Outcome outcome) {
        if (observer != null) {
            observer.accept(outcome);
        }
    }
}
