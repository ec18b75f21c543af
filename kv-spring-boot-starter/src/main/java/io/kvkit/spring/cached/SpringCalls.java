package io.kvkit.spring.cached;

import io.kvkit.call.CallGuard;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.KeyWriter;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.spring.transaction.Transactions;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * What all caches of Spring's cache abstraction share.
 *
 * @param enabled whether caches are used at all
 * @param cache the recipe
 * @param keys writes keys as annotations do
 * @param passedBy counts and logs keys without a text
 * @param transactions finds the transaction around a call
 * @param plain makes calls that wait
 * @param stage makes calls that do not wait
 */
public record SpringCalls(
        boolean enabled,
        Cache cache,
        KeyWriter keys,
        PassedBy passedBy,
        Transactions transactions,
        PlainDriver plain,
        StageDriver stage) {

    /** Returns the call for a key; null if it bypasses the cache, because the cache is off or the key has no text. */
    @Nullable
    CacheCall call(SpringEntries entries, @Nullable Object key) {
        Key id = entries.enabled() ? passedBy.orNull(entries.namespace(), () -> id(entries, key)) : null;
        return id == null ? null : new CacheCall(id, entries.settings(), entries.codec(), CacheRules.UNKNOWN_TAGS);
    }

    private Key id(SpringEntries entries, @Nullable Object key) {
        return entries.namespace().key(keys.text(Area.CACHE, key));
    }

    /** Returns the guard of a call with a loader. */
    CallGuard<CacheCall> guard(CacheCall call) {
        var open = transactions.current();
        return open == null ? cache.guard() : new TransactionGuard(cache, call.key(), open);
    }
}
