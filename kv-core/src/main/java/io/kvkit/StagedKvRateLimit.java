package io.kvkit;

import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.Passage;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.recipe.ratelimit.Reservation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The permits of one limit, on the limiter that the annotations use.
 *
 * @param settings returns the settings as they are now
 * @param known the charges that are known by their keys; null for keys of an owner
 */
record StagedKvRateLimit(
        RateLimiter limiter,
        NamedKeys keys,
        Supplier<RateLimitSettings> settings,
        @Nullable KnownCharges known) implements AsyncKvRateLimit {

    @Override
    public CompletionStage<RateLimitResult> tryAcquire(Object key) {
        return tryAcquire(key, 1);
    }

    @Override
    public CompletionStage<RateLimitResult> tryAcquire(Object key, long permits) {
        RateLimitSettings now = settings.get();
        Passage known = passage(key, permits, now);
        RateLimitResult passed = known.pass();
        return passed == null ? take(known, now) : CompletableFuture.completedFuture(passed);
    }

    CompletionStage<RateLimitResult> take(Passage known, RateLimitSettings now) {
        return limiter.take(RateLimitCall.of(known.charge(), now.onStoreFailure()));
    }

    @Override
    public CompletionStage<RateLimitResult> peek(Object key) {
        return limiter.peek(List.of(charge(key, 1)));
    }

    @Override
    public CompletionStage<Void> refund(Object key, long permits) {
        return limiter.refund(List.of(charge(key, permits)));
    }

    @Override
    public CompletionStage<Reservation> reserve(Object key, long estimate) {
        return Reservation.of(limiter, charge(key, estimate), settings.get().onStoreFailure());
    }

    @Override
    public CompletionStage<Void> reset(Object key) {
        return limiter.reset(keys.of(key));
    }

    /** Returns the charge of a key by some settings of the limit. */
    Passage passage(Object key, long permits, RateLimitSettings now) {
        return permits == 1 && known != null
                ? known.of(key, now, keys)
                : limiter.passage(now.charge(keys.of(key), permits));
    }

    private Charge charge(Object key, long permits) {
        return settings.get().charge(keys.of(key), permits);
    }

    @Override
    public StagedKvRateLimit scoped(Object owner) {
        return new StagedKvRateLimit(limiter, keys.scoped(owner), settings, null);
    }
}
