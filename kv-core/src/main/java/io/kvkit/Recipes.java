package io.kvkit;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.ratelimit.RateLimiter;

/** The recipes of one client, all on its store, and heard by its observers. */
record Recipes(Cache cache, CallGuard<OnceCall> once, RateLimiter limiter, Leases leases) {}
