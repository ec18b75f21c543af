package io.kvkit.spring.ratelimited;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The times of all plans, and who is told of their answers.
 *
 * @param ttlNanos how long an answer is used
 * @param limit completes a future after the time that calls wait for an answer
 * @param nanos the time
 * @param failed is told of failures
 * @param changed is told that an answer differs from what calls have gone on by
 */
record PlanTimes(
        long ttlNanos,
        Consumer<CompletableFuture<Void>> limit,
        LongSupplier nanos,
        Consumer<Throwable> failed,
        Runnable changed) {

    /** Returns times by the clock of this machine. */
    static PlanTimes of(Duration ttl, Duration timeout, Consumer<Throwable> failed, Runnable changed) {
        long millis = Math.max(1, timeout.toMillis());
        return new PlanTimes(
                ttl.toNanos(),
                future -> future.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS),
                System::nanoTime,
                failed,
                changed);
    }
}
