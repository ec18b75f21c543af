package io.kvkit.benchmarks;

import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The limits of other libraries that count in this JVM only, with the numbers of {@link Shop#quote}. */
@State(Scope.Benchmark)
public class InProcess {

    private static final Duration DAY = Duration.ofDays(1);

    private static final RateLimiterConfig RESILIENCE4J = RateLimiterConfig.custom()
            .limitForPeriod(Shop.LIMIT)
            .limitRefreshPeriod(DAY)
            .timeoutDuration(Duration.ZERO)
            .build();

    final RateLimiter resilience4j = RateLimiter.of(Shop.QUOTES, RESILIENCE4J);
    final Bucket bucket4j = Bucket.builder()
            .addLimit(limit -> limit.capacity(Shop.LIMIT).refillGreedy(Shop.LIMIT, DAY))
            .build();

    // A limiter for each key, as an application would keep them.
    private final ConcurrentMap<Long, RateLimiter> each = new ConcurrentHashMap<>();

    RateLimiter resilience4jOf(long key) {
        RateLimiter known = each.get(key);
        return known == null ? each.computeIfAbsent(key, id -> RateLimiter.of(Long.toString(id), RESILIENCE4J)) : known;
    }
}
