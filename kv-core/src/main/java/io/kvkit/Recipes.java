package io.kvkit;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.recipe.once.DedupeCall;
import io.kvkit.recipe.once.IdempotencyCall;
import io.kvkit.recipe.ratelimit.RateLimiter;

/** The recipes of one client, all on its store, and heard by its observers. */
record Recipes(
        Cache cache,
        CallGuard<IdempotencyCall> idempotency,
        CallGuard<DedupeCall> dedupe,
        RateLimiter limiter,
        Leases leases) {}
