package io.kvkit.recipe.ratelimit;

import io.kvkit.store.KvException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log that a store fails, but not for every call of an outage. */
final class Outage {

    private static final Logger log = LoggerFactory.getLogger(RateLimiter.class);
    private static final long SILENCE_MICROS = 10_000_000;

    private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);

    void report(KvException failure, OnStoreFailure answer, long nowMicros) {
        long until = silentUntil.get();
        if (nowMicros >= until && silentUntil.compareAndSet(until, nowMicros + SILENCE_MICROS)) {
            log.warn(
                    "The store cannot decide about limits, so onStoreFailure={} applies: {}",
                    answer,
                    failure.getMessage());
        }
    }
}
