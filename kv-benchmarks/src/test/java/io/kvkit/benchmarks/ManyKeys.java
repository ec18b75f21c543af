package io.kvkit.benchmarks;

import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Many keys, each with the numbers of {@link Shop#quote}, of which callers take any. */
record ManyKeys(RateLimiter limiter, List<RateLimitCall> calls) {

    static final int COUNT = 10_000;

    private static final Namespace KEYS =
            Namespace.of(BenchmarkApplication.PREFIX, "ratelimit", "many", Key.Retention.EVICTABLE);

    ManyKeys(RateLimiter limiter) {
        this(
                limiter,
                keys().stream()
                        .map(key -> RateLimitCall.of(new Charge("many", key, HotKey.METER, 1), OnStoreFailure.CLOSED))
                        .toList());
    }

    static List<Key> keys() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> KEYS.key(Integer.toString(i)))
                .toList();
    }

    static int index() {
        return ThreadLocalRandom.current().nextInt(COUNT);
    }

    RateLimitCall any() {
        return calls.get(index());
    }
}
