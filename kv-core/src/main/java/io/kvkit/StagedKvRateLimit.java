package io.kvkit;

import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The permits of one limit, on the limiter that the annotations use. */
record StagedKvRateLimit(RateLimiter limiter, NamedKeys keys, RateLimitSettings settings) implements AsyncKvRateLimit {

    @Override
    public CompletionStage<RateLimitResult> tryAcquire(Object key) {
        return tryAcquire(key, 1);
    }

    @Override
    public CompletionStage<RateLimitResult> tryAcquire(Object key, long permits) {
        return limiter.take(new RateLimitCall(charges(key, permits), settings.onStoreFailure()));
    }

    @Override
    public CompletionStage<RateLimitResult> peek(Object key) {
        return limiter.peek(charges(key, 1));
    }

    @Override
    public CompletionStage<Void> refund(Object key, long permits) {
        return limiter.refund(charges(key, permits));
    }

    @Override
    public CompletionStage<Void> reset(Object key) {
        return limiter.reset(keys.of(key));
    }

    private List<Charge> charges(Object key, long permits) {
        return List.of(new Charge(settings.name(), keys.of(key), settings.meter(), permits));
    }

    @Override
    public StagedKvRateLimit scoped(Object owner) {
        return new StagedKvRateLimit(limiter, keys.scoped(owner), settings);
    }
}
