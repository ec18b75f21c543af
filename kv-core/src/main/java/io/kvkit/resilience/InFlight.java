package io.kvkit.resilience;

import static io.kvkit.event.StoreCallEvent.Outcome.BREAKER_OPEN;
import static io.kvkit.event.StoreCallEvent.Outcome.TOO_MANY;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.event.KvListeners;
import io.kvkit.event.StoreCallEvent;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StoreCall;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a store that are in flight. Their number is bounded, and each of them ends.
 *
 * <p>A {@link StoreCall} ends by itself, so it is returned unchanged and only its end is observed. Any other stage of a
 * store gets a deadline slightly later than the timeout of the store.
 */
final class InFlight {

    private final int most;
    private final Semaphore free;
    private final Timer timer;
    private final MicroClock clock;
    private final KvListeners listeners;

    InFlight(int most, Timer timer, MicroClock clock, KvListeners listeners) {
        this.most = most;
        this.free = new Semaphore(most);
        this.timer = timer;
        this.clock = clock;
        this.listeners = listeners;
    }

    int most() {
        return most;
    }

    int now() {
        return most - free.availablePermits();
    }

    /**
     * Makes a permitted call, unless too many calls are in flight.
     *
     * @param timeout the timeout of the store
     * @param atMost a shorter time; null if there is none
     */
    <R extends @Nullable Object> CompletionStage<R> begin(
            Pass pass, Task<R> task, Duration timeout, @Nullable Duration atMost) {
        if (!free.tryAcquire()) {
            pass.unused();
            return refuse(task, Kind.CAPACITY, most + " calls are in flight already");
        }
        return watch(task, new Counted(pass, task.name(), clock.micros()), timeout, atMost);
    }

    /** Makes a call that is not counted. */
    <R extends @Nullable Object> CompletionStage<R> beginUncounted(Task<R> task, Duration timeout) {
        return watch(task, (answer, failure) -> {}, timeout, null);
    }

    /** Returns the result of a call that is not made. */
    <R extends @Nullable Object> CompletionStage<R> refuse(Task<R> task, Kind kind, String reason) {
        refused(task.name(), kind);
        return task.refused(key -> KvException.refused(kind, task.name(), key, reason));
    }

    /** Reports a call that is not made. */
    void refused(String operation, Kind kind) {
        if (!listeners.isEmpty()) {
            listeners.tell(StoreCallEvent.refused(operation, kind == Kind.CAPACITY ? TOO_MANY : BREAKER_OPEN));
        }
    }

    private <R extends @Nullable Object> CompletionStage<R> watch(
            Task<R> task, StoreCall.Listener end, Duration timeout, @Nullable Duration atMost) {
        CompletionStage<R> answer = Failures.caught(task.call());
        if (atMost == null && answer instanceof StoreCall<R> own && own.tell(end)) {
            return own;
        }
        StoreCall<R> result = new StoreCall<>();
        result.tell(end);
        try {
            follow(task, answer, result, atMost == null ? Deadline.after(timeout) : atMost);
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    private <R extends @Nullable Object> void follow(
            Task<R> task, CompletionStage<R> answer, StoreCall<R> result, Duration atMost) {
        boolean answered = answer instanceof CompletableFuture<R> future && future.isDone();
        Scheduled deadline = answered ? () -> {} : timer.after(atMost, () -> task.expire(result));
        answer.whenComplete((value, failure) -> {
            deadline.cancel();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Failures.unwrap(failure));
            }
        });
    }

    /** Handles the end of a counted call. */
    private final class Counted implements StoreCall.Listener {

        private final Pass pass;
        private final String operation;
        private final long startMicros;

        Counted(Pass pass, String operation, long startMicros) {
            this.pass = pass;
            this.operation = operation;
            this.startMicros = startMicros;
        }

        @Override
        public void ended(@Nullable Object answer, @Nullable Throwable failure) {
            free.release();
            Throwable why = failure == null ? Verdict.failureIn(answer) : failure;
            long nanos = (clock.micros() - startMicros) * 1_000;
            pass.ended(answer, why, nanos);
            if (!listeners.isEmpty()) {
                Kind kind = why == null ? null : Verdict.kind(why);
                listeners.tell(StoreCallEvent.ended(operation, kind, Duration.ofNanos(nanos)));
            }
        }
    }
}
