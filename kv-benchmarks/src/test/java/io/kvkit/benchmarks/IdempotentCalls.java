package io.kvkit.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** First calls and repetitions of an idempotent method, beside the commands that one would write by hand. */
public class IdempotentCalls extends Measured {

    private static final int MANY = 10_000;

    @Benchmark
    public Payment rawFirst(RawRedis raw, FreshKeys keys) {
        return raw.payFirst(keys.next());
    }

    @Benchmark
    @Against("rawFirst")
    public Payment firstOnRedis(OnRedis redis, FreshKeys keys) {
        return redis.shop.pay(keys.next());
    }

    @Benchmark
    public Payment rawReplay(RawRedis raw) {
        return raw.payAgain(Running.PAID);
    }

    @Benchmark
    @Against("rawReplay")
    public Payment replayOnRedis(OnRedis redis) {
        return redis.shop.pay(Running.PAID);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public Payment firstOnMemory(FreshMemory memory, FreshKeys keys) {
        Payment last = memory.shop.pay(keys.next());
        for (int i = 1; i < MANY; i++) {
            last = memory.shop.pay(keys.next());
        }
        return last;
    }

    @Benchmark
    public Payment replayOnMemory(OnMemory memory) {
        return memory.shop.pay(Running.PAID);
    }
}
