package io.kvkit.benchmarks;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Rate-limit decisions in this JVM, on one key and on any of many, beside those of other libraries.
 *
 * <p>A call on any of many keys makes its argument, as a request does, and takes any of the keys. So what is measured is
 * mostly memory that is not in the processor's cache.
 */
public class LocalLimits extends Measured {

    @Benchmark
    public boolean resilience4j(InProcess others) {
        return others.resilience4j.acquirePermission();
    }

    @Benchmark
    @Against("resilience4j")
    public boolean resilience4jWithManyKeys(InProcess others) {
        return others.resilience4jOf(ManyKeys.index()).acquirePermission();
    }

    @Benchmark
    @Against("resilience4j")
    public boolean bucket4j(InProcess others) {
        return others.bucket4j.tryConsume(1);
    }

    @Benchmark
    @Against("resilience4j")
    public RateLimitResult client(OnMemory memory) {
        return memory.limit.tryAcquire("all");
    }

    @Benchmark
    @Against("resilience4j")
    public RateLimitResult clientWithManyKeys(OnMemory memory) {
        return memory.limit.tryAcquire((long) ManyKeys.index());
    }

    @Benchmark
    @Against("resilience4j")
    public Product annotated(OnMemory memory) {
        return memory.shop.quote(Running.PRODUCT);
    }

    @Benchmark
    @Against("resilience4j")
    public Product annotatedWithManyKeys(OnMemory memory) {
        return memory.shop.quoteEach(ManyKeys.index());
    }
}
