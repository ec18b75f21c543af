package io.kvkit.benchmarks;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import org.openjdk.jmh.annotations.Benchmark;

/** Rate-limit decisions of few threads in this JVM: by the recipe, through the client, and through the annotation. */
public class LimitedCalls extends Measured {

    @Benchmark
    public RateLimitResult limiter(OnMemory memory) {
        return memory.take();
    }

    @Benchmark
    @Against("limiter")
    public RateLimitResult client(OnMemory memory) {
        return memory.limit.tryAcquire("all");
    }

    @Benchmark
    @Against("limiter")
    public Product annotated(OnMemory memory) {
        return memory.shop.quote(Running.PRODUCT);
    }
}
