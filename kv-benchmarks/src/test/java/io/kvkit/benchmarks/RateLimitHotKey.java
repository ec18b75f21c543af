package io.kvkit.benchmarks;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import org.openjdk.jmh.annotations.Benchmark;

/** Rate-limit decisions of many threads on one key that is never used up, beside one script call by hand. */
public class RateLimitHotKey extends Measured {

    @Benchmark
    public byte[] rawEvalsha(RawRedis raw) {
        return raw.take();
    }

    @Benchmark
    @Against("rawEvalsha")
    public RateLimitResult limiterOnRedis(OnRedis redis) {
        return redis.take();
    }

    @Benchmark
    @Against("rawEvalsha")
    public Product annotatedOnRedis(OnRedis redis) {
        return redis.shop.quote(Running.PRODUCT);
    }

    @Benchmark
    @Against("rawEvalsha")
    public boolean bucket4jOnRedis(Bucket4jOnRedis bucket4j) {
        return bucket4j.take();
    }

    @Benchmark
    @Against("rawEvalsha")
    public boolean bucket4jBatchingOnRedis(Bucket4jOnRedis bucket4j) {
        return bucket4j.takeBatching();
    }

    @Benchmark
    public RateLimitResult limiterOnMemory(OnMemory memory) {
        return memory.take();
    }

    @Benchmark
    @Against("limiterOnMemory")
    public Product annotatedOnMemory(OnMemory memory) {
        return memory.shop.quote(Running.PRODUCT);
    }
}
