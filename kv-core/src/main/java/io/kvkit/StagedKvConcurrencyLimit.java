package io.kvkit;

import io.kvkit.recipe.ratelimit.ConcurrencyLimiter;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.ConcurrentCall.Place;
import io.kvkit.recipe.ratelimit.Permit;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The permits of one limit of concurrent calls, on the limiter that the annotations use. */
record StagedKvConcurrencyLimit(ConcurrencyLimiter limiter, NamedKeys keys, Supplier<ConcurrencySettings> settings)
        implements AsyncKvConcurrencyLimit {

    @Override
    public CompletionStage<Optional<Permit>> tryAcquire(Object key) {
        return limiter.tryAcquire(place(key)).thenApply(acquired -> Optional.ofNullable(acquired.permit()));
    }

    @Override
    public CompletionStage<RateLimitResult> peek(Object key) {
        return limiter.peek(place(key));
    }

    private Place place(Object key) {
        return new Place(settings.get(), keys.permits(key));
    }

    @Override
    public StagedKvConcurrencyLimit scoped(Object owner) {
        return new StagedKvConcurrencyLimit(limiter, keys.scoped(owner), settings);
    }
}
