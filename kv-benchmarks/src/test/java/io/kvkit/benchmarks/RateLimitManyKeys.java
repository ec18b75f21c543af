package io.kvkit.benchmarks;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import org.openjdk.jmh.annotations.Benchmark;

/** Rate-limit decisions of many threads on any of 10,000 keys, beside one script call by hand. */
public class RateLimitManyKeys extends Measured {

    @Benchmark
    public byte[] rawEvalsha(RawRedis raw) {
        return raw.takeAny();
    }

    @Benchmark
    @Against("rawEvalsha")
    public RateLimitResult limiterOnRedis(OnRedis redis) {
        return redis.takeAny();
    }

    @Benchmark
    @Against("rawEvalsha")
    public Product annotatedOnRedis(OnRedis redis) {
        return redis.shop.quoteEach(ManyKeys.index());
    }

    @Benchmark
    @Against("rawEvalsha")
    public boolean bucket4jOnRedis(Bucket4jOnRedis bucket4j) {
        return bucket4j.takeAny();
    }
}
