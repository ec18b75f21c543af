package io.kvkit.resilience;

import io.kvkit.call.Timer;
import io.kvkit.resilience.Breaker.Permit;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StoreHealth;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The breaker, the bound and the deadlines that all views of a store share. */
final class Shield {

    private final ResilienceSettings settings;
    private final Timer timer;
    private final MicroClock clock;
    private final ResilienceObserver observer;
    private final Breaker breaker;
    private final Probing probing;
    private final Deadline deadline;
    private final Semaphore free;
    private volatile boolean closed;

    /** A shield whose breaker asks that probe whether the store works. */
    Shield(
            ResilienceSettings settings,
            Supplier<CompletionStage<StoreHealth>> probe,
            Timer timer,
            MicroClock clock,
            ResilienceObserver observer) {
        this.settings = settings;
        this.timer = timer;
        this.clock = clock;
        this.observer = new QuietObserver(observer);
        this.breaker = new Breaker(settings.breaker(), clock);
        this.deadline = new Deadline(settings.adaptive());
        this.free = new Semaphore(settings.maxInFlight());
        Duration pause = settings.breaker() == null
                ? settings.timeout()
                : settings.breaker().openInterval();
        this.probing = new Probing(breaker, () -> bounded(probe, settings.timeout()), timer, clock, pause);
        BreakerLog log = new BreakerLog(clock);
        breaker.onChange((from, to) -> changed(log, from, to));
    }

    /** Makes a call, unless the breaker or the bound refuses. */
    <R extends @Nullable Object> CompletionStage<R> run(Task<R> task, Duration timeout) {
        return run(task, deadline.of(timeout), true);
    }

    /** Makes a call that may be long, unless the breaker or the bound refuses; its time teaches nothing. */
    <R extends @Nullable Object> CompletionStage<R> runLong(Task<R> task, Duration atMost) {
        return run(task, atMost, false);
    }

    /** The store's answer about its health, or at its deadline that there was none. */
    CompletionStage<StoreHealth> bounded(Supplier<CompletionStage<StoreHealth>> probe, Duration timeout) {
        Task<StoreHealth> task = Task.read("health", null, probe);
        Watched<StoreHealth> health = new Watched<>(failure -> {});
        begin(task, health, timeout.plus(Deadline.GRACE));
        return health;
    }

    int inFlight() {
        return settings.maxInFlight() - free.availablePermits();
    }

    int maxInFlight() {
        return settings.maxInFlight();
    }

    BreakerState state() {
        return breaker.state();
    }

    void close() {
        closed = true;
        probing.close();
    }

    private <R extends @Nullable Object> CompletionStage<R> run(Task<R> task, Duration atMost, boolean teaches) {
        Permit permit = breaker.enter();
        if (permit == Permit.REFUSED) {
            return refuse(task, Kind.TRANSIENT, open());
        }
        if (!free.tryAcquire()) {
            breaker.leave(permit);
            return refuse(task, Kind.CAPACITY, settings.maxInFlight() + " calls are in flight already");
        }
        long start = clock.micros();
        Watched<R> result = new Watched<>(failure -> {
            free.release();
            long nanos = (clock.micros() - start) * 1_000;
            if (teaches && (failure == null || Verdict.kind(failure) == Kind.TIMEOUT)) {
                deadline.learn(nanos);
            }
            breaker.ended(permit, failure, nanos);
            observer.ended(task.name(), failure == null ? null : Verdict.kind(failure), Duration.ofNanos(nanos));
        });
        begin(task, result, atMost);
        return result;
    }

    private <R extends @Nullable Object> void begin(Task<R> task, Watched<R> result, Duration atMost) {
        CompletionStage<R> answer;
        try {
            answer = task.call().get();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        if (!(answer instanceof CompletableFuture<R> future) || !future.isDone()) {
            result.until(timer.after(atMost, () -> result.expire(task, key -> late(task, key))));
        }
        result.follow(answer);
    }

    private static KvException late(Task<?> task, @Nullable Key key) {
        return new KvException(Kind.TIMEOUT, task.unanswered(), task.name(), key, "no answer in time", null);
    }

    private <R extends @Nullable Object> CompletionStage<R> refuse(Task<R> task, Kind kind, String reason) {
        observer.refused(task.name(), kind);
        return task.refused(key -> new KvException(kind, Outcome.NOT_APPLIED, task.name(), key, reason, null));
    }

    private String open() {
        return breaker.state() == BreakerState.HALF_OPEN
                ? "the circuit breaker is half-open and lets only a few calls through"
                : "the circuit breaker is open until the store works again, which is tried next at " + probing.next();
    }

    private void changed(BreakerLog log, BreakerState from, BreakerState to) {
        if (closed) {
            return;
        }
        log.changed(from, to);
        if (to == BreakerState.OPEN) {
            probing.start();
        }
        observer.changed(from, to);
    }
}
