package io.kvkit.spring.ratelimited;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The times of all plans.
 *
 * @param ttlNanos how long an answer is used
 * @param limit completes a future after the time that calls wait for an answer
 * @param nanos the time
 * @param failed is told of failures
 */
record PlanTimes(
        long ttlNanos, Consumer<CompletableFuture<Void>> limit, LongSupplier nanos, Consumer<Throwable> failed) {

    /** Returns times by the clock of this machine. */
    static PlanTimes of(Duration ttl, Duration timeout, Consumer<Throwable> failed) {
        long millis = Math.max(1, timeout.toMillis());
        return new PlanTimes(
                ttl.toNanos(),
                future -> future.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS),
                System::nanoTime,
                failed);
    }
}
