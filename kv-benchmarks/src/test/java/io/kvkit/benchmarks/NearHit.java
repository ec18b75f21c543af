package io.kvkit.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** A hit in this JVM, beside other caches in this JVM behind a proxy of the same kind. */
public class NearHit extends Measured {

    @Benchmark
    public Offer bareInterceptor(Near near) {
        return near.shop.intercepted(Near.ID);
    }

    @Benchmark
    @Against("bareInterceptor")
    public Offer springCacheable(Near near) {
        return near.shop.cacheable(Near.ID);
    }

    @Benchmark
    @Against("bareInterceptor")
    public Offer jetCache(Near near) {
        return near.shop.jetCached(Near.ID);
    }

    @Benchmark
    @Against("bareInterceptor")
    public Offer cached(Near near) {
        return near.shop.cached(Near.ID);
    }

    @Benchmark
    @Against("bareInterceptor")
    public Offer cachedWithMetrics(NearWithMetrics near) {
        return near.shop.cached(Near.ID);
    }
}
