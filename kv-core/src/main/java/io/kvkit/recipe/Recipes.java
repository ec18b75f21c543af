package io.kvkit.recipe;

import io.kvkit.call.Timer;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.ratelimit.ConcurrencyLimiter;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.store.KvStore;

/**
 * The recipes of one application, each on the store of its area. If a client and the annotations use the same instance,
 * they share its state: computations under way, invalidations to repeat, and running calls. Instances are safe for use
 * by several threads.
 *
 * <pre>{@code
 * Recipes recipes = Recipes.on(claims, timer)
 *     .store(Area.CACHE, caches)
 *     .rateLimiting(RateLimiterSettings.DEFAULT.withLocalShares(limit -> 0.25))
 *     .build();
 * }</pre>
 *
 * @param cache values that are computed once and kept for a time
 * @param idempotency calls that run once and are replayed
 * @param dedupe events that are processed once and then skipped
 * @param rateLimiter permits per time
 * @param concurrencyLimiter permits at the same time
 * @param leases leases, which one process at a time can hold
 * @since 0.1
 */
public record Recipes(
        Cache cache,
        Once idempotency,
        Once dedupe,
        RateLimiter rateLimiter,
        ConcurrencyLimiter concurrencyLimiter,
        Leases leases)
        implements AutoCloseable {

    /**
     * Returns a builder of recipes on a store.
     *
     * @param store the store of every area without its own store
     * @param timer runs renewals, repetitions and waits
     */
    public static RecipesBuilder on(KvStore store, Timer timer) {
        return new RecipesBuilder(store, timer);
    }

    /** Ends background work. The stores stay open; close the recipes before their stores. */
    @Override
    public void close() {
        cache.close();
        rateLimiter.close();
    }
}
