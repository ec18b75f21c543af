package io.kvkit.benchmarks;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.time.Duration;

/** One key that everybody takes from, with the numbers of {@link Shop#quote}. */
record HotKey(RateLimiter limiter, RateLimitCall call) {

    static final Key KEY = Namespace.of(BenchmarkApplication.PREFIX, "ratelimit", "hot", Key.Retention.EVICTABLE)
            .key("all");
    static final Meter METER = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, Shop.LIMIT, Duration.ofDays(1)));

    HotKey(RateLimiter limiter) {
        this(limiter, RateLimitCall.of(new Charge("hot", KEY, METER, 1), OnStoreFailure.CLOSED));
    }
}
