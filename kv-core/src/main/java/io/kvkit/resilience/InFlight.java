package io.kvkit.resilience;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.MicroClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The calls of a store that are in flight: so many at most, and each of them ends. */
final class InFlight {

    private final int most;
    private final Semaphore free;
    private final Timer timer;
    private final MicroClock clock;
    private final ResilienceObserver observer;

    InFlight(int most, Timer timer, MicroClock clock, ResilienceObserver observer) {
        this.most = most;
        this.free = new Semaphore(most);
        this.timer = timer;
        this.clock = clock;
        this.observer = observer;
    }

    int most() {
        return most;
    }

    int now() {
        return most - free.availablePermits();
    }

    /** Makes a call that has leave, unless there are too many. */
    <R extends @Nullable Object> CompletionStage<R> begin(Pass pass, Task<R> task, Duration atMost) {
        if (!free.tryAcquire()) {
            pass.unused();
            return refuse(task, Kind.CAPACITY, most + " calls are in flight already");
        }
        long start = clock.micros();
        return watch(
                task,
                (answer, failure) -> {
                    free.release();
                    long nanos = (clock.micros() - start) * 1_000;
                    pass.ended(answer, failure, nanos);
                    observer.ended(
                            task.name(), failure == null ? null : Verdict.kind(failure), Duration.ofNanos(nanos));
                },
                atMost);
    }

    /** Makes a call that nobody counts. */
    <R extends @Nullable Object> CompletionStage<R> beginUncounted(Task<R> task, Duration atMost) {
        return watch(task, (answer, failure) -> {}, atMost);
    }

    /** The result of a call that is not made. */
    <R extends @Nullable Object> CompletionStage<R> refuse(Task<R> task, Kind kind, String reason) {
        refused(task.name(), kind);
        return task.refused(key -> new KvException(kind, Outcome.NOT_APPLIED, task.name(), key, reason, null));
    }

    /** Takes notice of a call that is not made. */
    void refused(String operation, Kind kind) {
        observer.refused(operation, kind);
    }

    private <R extends @Nullable Object> CompletionStage<R> watch(Task<R> task, Watched.End end, Duration atMost) {
        Watched<R> result = new Watched<>(end);
        CompletionStage<R> answer = Failures.caught(task.call());
        try {
            if (!(answer instanceof CompletableFuture<R> future) || !future.isDone()) {
                result.until(timer.after(atMost, () -> result.expire(task, key -> late(task, key))));
            }
            result.follow(answer);
        } catch (Throwable e) {
            result.follow(CompletableFuture.failedFuture(e));
        }
        return result;
    }

    private static KvException late(Task<?> task, @Nullable Key key) {
        return new KvException(Kind.TIMEOUT, task.unanswered(), task.name(), key, "no answer in time", null);
    }
}
