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
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StoreCall;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all views of a store share: its circuits, and the calls in flight. Their number is bounded, and each of them
 * ends.
 *
 * <p>A {@link StoreCall} ends by itself, so it is returned unchanged and only its end is observed. Any other stage of a
 * store gets a deadline slightly later than the timeout of the store.
 */
final class Shield {

    private final String name;
    private final KvStore store;
    private final ResilienceSettings settings;
    private final Timer timer;
    private final MicroClock clock;
    private final KvListeners listeners;
    private final Semaphore free;
    private final Circuits circuits;

    /** Creates a shield around a store and probes its parts. */
    Shield(KvStore store, ResilienceSettings settings, Timer timer, MicroClock clock, KvListeners listeners) {
        this.name = settings.name();
        this.store = store;
        this.settings = settings;
        this.timer = timer;
        this.clock = clock;
        this.listeners = listeners;
        this.free = new Semaphore(settings.maxInFlight());
        this.circuits = new Circuits(store, this::circuit);
    }

    /** Makes a call, unless its circuits or the bound refuse it. */
    <R extends @Nullable Object> CompletionStage<R> run(
            Pass<R> pass, Supplier<CompletionStage<R>> call, Duration timeout) {
        String refusal = pass.enter();
        if (refusal != null) {
            return refuse(pass, Kind.TRANSIENT, refusal);
        }
        if (!free.tryAcquire()) {
            pass.leave();
            return refuse(pass, Kind.CAPACITY, settings.maxInFlight() + " calls are in flight already");
        }
        return watch(pass, Failures.caught(call), timeout);
    }

    /** Makes a scan, unless a breaker or the bound refuses it. */
    <R extends @Nullable Object> CompletionStage<R> runOnAll(
            String operation, Supplier<CompletionStage<R>> call, Duration timeout) {
        // A scan takes as long as it has pages.
        Pass<R> pass = new KeyPass<>(this, circuits.whole(), operation, null, Outcome.NOT_APPLIED, false);
        Circuit open = circuits.anyOpen();
        return open == null ? run(pass, call, timeout) : refuse(pass, Kind.TRANSIENT, open.refusal());
    }

    /** Returns the health of the store, or a failure at the deadline. The call is not counted. */
    CompletionStage<StoreHealth> bounded(Supplier<CompletionStage<StoreHealth>> probe, Duration timeout) {
        StoreCall<StoreHealth> result = new StoreCall<>();
        follow(
                Failures.caught(probe),
                result,
                Deadline.after(timeout),
                late -> late.completeExceptionally(
                        new KvException(Kind.TIMEOUT, Outcome.NOT_APPLIED, "health", null, "no answer in time", null)));
        return result;
    }

    Circuits circuits() {
        return circuits;
    }

    long nowMicros() {
        return clock.micros();
    }

    /** Frees the place of a call that has ended, and returns its duration in nanoseconds. */
    long left(long startMicros) {
        free.release();
        return (clock.micros() - startMicros) * 1_000;
    }

    /** Reports the end of a call to the listeners. */
    void tell(String operation, @Nullable Throwable failure, long nanos) {
        if (!listeners.isEmpty()) {
            Kind kind = failure == null ? null : Verdict.kind(failure);
            listeners.tell(StoreCallEvent.ended(name, operation, kind, nanos));
        }
    }

    int inFlight() {
        return settings.maxInFlight() - free.availablePermits();
    }

    /** Returns the health of the store, or its failure after a timeout, with the state of the shield. */
    StoreHealth report(@Nullable StoreHealth health, @Nullable Throwable failure, Duration timeout) {
        return new Report(circuits.notClosed(), inFlight(), settings.maxInFlight()).with(health, failure, timeout);
    }

    void close() {
        circuits.close();
    }

    private <R extends @Nullable Object> CompletionStage<R> refuse(Pass<R> pass, Kind kind, String reason) {
        if (!listeners.isEmpty()) {
            listeners.tell(
                    StoreCallEvent.refused(name, pass.operation(), kind == Kind.CAPACITY ? TOO_MANY : BREAKER_OPEN));
        }
        return pass.refused(kind, reason);
    }

    private <R extends @Nullable Object> CompletionStage<R> watch(
            Pass<R> pass, CompletionStage<R> answer, Duration timeout) {
        Duration atMost = pass.deadline(timeout);
        if (atMost == null && answer instanceof StoreCall<R> own && own.tell(pass)) {
            return own;
        }
        StoreCall<R> result = new StoreCall<>();
        result.tell(pass);
        follow(answer, result, atMost == null ? Deadline.after(timeout) : atMost, pass::expire);
        return result;
    }

    private <R extends @Nullable Object> void follow(
            CompletionStage<R> answer, StoreCall<R> result, Duration atMost, Consumer<CompletableFuture<R>> expiry) {
        try {
            boolean answered = answer instanceof CompletableFuture<R> future && future.isDone();
            endWith(answer, result, answered ? () -> {} : timer.after(atMost, () -> expiry.accept(result)));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    private static <R extends @Nullable Object> void endWith(
            CompletionStage<R> answer, StoreCall<R> result, Scheduled deadline) {
        answer.whenComplete((value, failure) -> {
            deadline.cancel();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Failures.unwrap(failure));
            }
        });
    }

    private Circuit circuit(StorePart part) {
        BreakerLog log = new BreakerLog(name, part, clock, listeners);
        return new Circuit(settings, clock, log, own -> new Probing(own, () -> probe(part), timer, clock, pause()));
    }

    private Duration pause() {
        BreakerSettings breaker = settings.breaker();
        return breaker == null ? settings.timeout() : breaker.openInterval();
    }

    private CompletionStage<StoreHealth> probe(StorePart part) {
        circuits.forgetLeft();
        return bounded(() -> store.health(part), settings.timeout());
    }
}
