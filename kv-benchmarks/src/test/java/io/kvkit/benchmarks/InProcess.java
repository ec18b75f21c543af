package io.kvkit.benchmarks;

import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The limits of other libraries that count in this JVM only, with the numbers of {@link Shop#quote}. */
@State(Scope.Benchmark)
public class InProcess {

    private static final Duration DAY = Duration.ofDays(1);

    final RateLimiter resilience4j = RateLimiter.of(
            Shop.QUOTES,
            RateLimiterConfig.custom()
                    .limitForPeriod(Shop.LIMIT)
                    .limitRefreshPeriod(DAY)
                    .timeoutDuration(Duration.ZERO)
                    .build());
    final Bucket bucket4j = Bucket.builder()
            .addLimit(limit -> limit.capacity(Shop.LIMIT).refillGreedy(Shop.LIMIT, DAY))
            .build();
}
