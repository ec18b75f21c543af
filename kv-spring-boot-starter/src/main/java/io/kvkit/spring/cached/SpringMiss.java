package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.OpenFill;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A look that found nothing, whose caller runs a method and puts its result.
 *
 * @param cache the cache
 * @param key the key
 * @param fill stores the result; null if nothing may be stored
 * @param open the transaction around the look; null if there is none
 * @param thread the thread that will put the result; null if it may be any
 */
record SpringMiss(
        Cache cache,
        Key key,
        @Nullable OpenFill fill,
        @Nullable OpenTransaction open,
        @Nullable Thread thread) {

    /** Returns whether a put of a key on this thread is that of the result. */
    boolean isOf(Key put) {
        return key.equals(put) && (thread == null || thread == Thread.currentThread());
    }

    /** Stores the result if the key was not invalidated since the look, after the commit of the transaction. */
    CompletionStage<Void> store(@Nullable Object result) {
        if (fill == null) {
            return CacheChange.NOTHING;
        }
        if (open == null || (open.readOnly() && !open.snapshot())) {
            return fill.store(result).thenApply(stored -> null);
        }
        return open.snapshot()
                ? CompletableFuture.completedFuture(null)
                : CacheTransaction.of(open).result(cache, key, fill.postpone(result));
    }
}
