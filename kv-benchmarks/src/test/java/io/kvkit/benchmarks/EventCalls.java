package io.kvkit.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** New events, with work to guard and without, beside the command that one would write by hand. */
public class EventCalls extends Measured {

    @Benchmark
    public boolean rawMark(RawRedis raw, FreshKeys keys) {
        return raw.mark(keys.next());
    }

    @Benchmark
    @Against("rawMark")
    public boolean markOnRedis(OnRedis redis, FreshKeys keys) {
        return redis.mark(keys.next());
    }

    @Benchmark
    @Against("rawMark")
    public String firstOnRedis(OnRedis redis, FreshKeys keys) {
        String id = keys.next();
        redis.shop.ordered(id);
        return id;
    }
}
