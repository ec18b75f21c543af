package io.kvkit.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** A hit of a cached method, beside advice that does nothing and beside a GET that is decoded by hand. */
public class CachedHit extends Measured {

    @Benchmark
    public Product noOpAdvice(OnMemory memory) {
        return memory.shop.proceed(Running.PRODUCT);
    }

    @Benchmark
    @Against("noOpAdvice")
    public Product cachedOnMemory(OnMemory memory) {
        return memory.shop.find(Running.PRODUCT);
    }

    @Benchmark
    public Product rawGetAndDecode(RawRedis raw) {
        return raw.get();
    }

    @Benchmark
    @Against("rawGetAndDecode")
    public Product cachedOnRedis(OnRedis redis) {
        return redis.shop.find(Running.PRODUCT);
    }
}
