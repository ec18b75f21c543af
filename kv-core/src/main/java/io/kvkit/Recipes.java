package io.kvkit;

import io.kvkit.cache.Cache;
import io.kvkit.dedupe.Deduplicator;
import io.kvkit.idempotency.Idempotency;
import io.kvkit.lease.Leases;
import io.kvkit.ratelimit.RateLimiter;

/** The recipes of one client, all on its store. */
record Recipes(Cache cache, Idempotency idempotency, Deduplicator deduplicator, RateLimiter limiter, Leases leases) {}
