package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.recipe.ratelimit.Passage;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;

/** Waits for the stages of a limit. */
record BlockingKvRateLimit(StagedKvRateLimit async) implements KvRateLimit {

    @Override
    public RateLimitResult tryAcquire(Object key) {
        return tryAcquire(key, 1);
    }

    @Override
    public RateLimitResult tryAcquire(Object key, long permits) {
        RateLimitSettings now = async.settings().get();
        Passage known = async.passage(key, permits, now);
        RateLimitResult passed = known.pass();
        return passed == null ? join(async.take(known, now)) : passed;
    }

    @Override
    public RateLimitResult peek(Object key) {
        return join(async.peek(key));
    }

    @Override
    public void refund(Object key, long permits) {
        join(async.refund(key, permits));
    }

    @Override
    public KvReservation reserve(Object key, long estimate) {
        return new BlockingKvReservation(join(async.reserve(key, estimate)));
    }

    @Override
    public void reset(Object key) {
        join(async.reset(key));
    }

    @Override
    public KvRateLimit scoped(Object owner) {
        return new BlockingKvRateLimit(async.scoped(owner));
    }
}
