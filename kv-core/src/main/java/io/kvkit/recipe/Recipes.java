package io.kvkit.recipe;

import io.kvkit.call.Timer;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.store.KvStore;

/**
 * The recipes of one application, each made once on the store of its area. A client and annotations that are given the
 * same recipes share what these hold: computations under way, invalidations that are repeated, calls that run.
 *
 * <pre>{@code
 * Recipes recipes = Recipes.on(claims, timer)
 *     .store(Area.CACHE, caches)
 *     .store(Area.RATE_LIMIT, claims.withTimeout(Duration.ofMillis(50)))
 *     .build();
 * }</pre>
 *
 * @param cache values that are computed once and kept for a time
 * @param idempotency calls that run once and are replayed
 * @param dedupe events that are processed once and then skipped
 * @param rateLimiter permits per time
 * @param leases leases, which one process at a time can hold
 */
public record Recipes(Cache cache, Once idempotency, Once dedupe, RateLimiter rateLimiter, Leases leases)
        implements AutoCloseable {

    /**
     * Begins recipes on a store.
     *
     * @param store the store of every area that is given no other
     * @param timer runs renewals, repetitions and waiting
     */
    public static RecipesBuilder on(KvStore store, Timer timer) {
        return new RecipesBuilder(store, timer);
    }

    /** Ends what is done in the background; the stores stay open. Close the recipes before their stores. */
    @Override
    public void close() {
        cache.close();
    }
}
