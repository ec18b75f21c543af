package io.kvkit;

import io.kvkit.cache.Cache;
import io.kvkit.call.CallGuard;
import io.kvkit.dedupe.DedupeCall;
import io.kvkit.idempotency.IdempotencyCall;
import io.kvkit.lease.Leases;
import io.kvkit.ratelimit.RateLimiter;

/** The recipes of one client, all on its store, and heard by its observers. */
record Recipes(
        Cache cache,
        CallGuard<IdempotencyCall> idempotency,
        CallGuard<DedupeCall> dedupe,
        RateLimiter limiter,
        Leases leases) {}
