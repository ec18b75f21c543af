package io.kvkit.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.kvkit.event.BreakerState;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The circuit of one part of a store: a breaker, which decides by the outcomes of the last calls whether calls may
 * reach the part, the probe of the part, and the time that calls may take.
 */
final class Circuit {

    /** The permission of a call to reach the store. */
    enum Permit {
        REFUSED,
        GIVEN,
        /** One of the few calls while it is half-open; its end is always reported. */
        TRIAL
    }

    // If the probe is wrong about the store, calls try it by themselves after this many intervals.
    private static final int INTERVALS_WITHOUT_PROBE = 10;

    private final CircuitBreaker breaker;
    private final BreakerLog log;
    private final Probing probing;
    private final @Nullable Deadline deadline;
    // The library creates an event with a date for each successful call, so changes are detected here instead.
    private final AtomicReference<BreakerState> known = new AtomicReference<>(BreakerState.CLOSED);
    private volatile boolean over;

    /** Creates a closed circuit. Without settings of a breaker it stays closed. */
    Circuit(ResilienceSettings settings, MicroClock clock, BreakerLog log, Function<Circuit, Probing> probing) {
        this.breaker = CircuitBreaker.of("kvkit", config(settings.breaker(), clock));
        this.log = log;
        this.probing = probing.apply(this);
        this.deadline = settings.adaptive() == null ? null : new Deadline(settings.adaptive());
    }

    /** Asks for the permission to make a call. */
    Permit enter() {
        boolean admitted = breaker.tryAcquirePermission();
        BreakerState state = noticed();
        if (!admitted) {
            return Permit.REFUSED;
        }
        return state == BreakerState.HALF_OPEN ? Permit.TRIAL : Permit.GIVEN;
    }

    /** Called if the call was not made after all, or if its end says nothing about the store. */
    void leave(Permit permit) {
        if (permit == Permit.TRIAL) {
            breaker.releasePermission();
        }
    }

    /**
     * Called when the call has ended. A call that started before an outage says nothing about the end of the outage.
     */
    void ended(Permit permit, @Nullable Throwable failure) {
        if (failure != null && Verdict.of(failure) == Verdict.NOTHING) {
            leave(permit);
        } else if (permit == Permit.TRIAL || state() == BreakerState.CLOSED) {
            record(failure);
            noticed();
        }
    }

    /** Called when the store answered a probe, so calls may try it. */
    void tryAgain() {
        if (state() == BreakerState.OPEN) {
            breaker.transitionToHalfOpenState();
            noticed();
        }
    }

    /** Returns how long a call may take, if that is less than the timeout of the store; else null. */
    @Nullable
    Duration deadline(Duration timeout) {
        return deadline == null ? null : deadline.before(timeout);
    }

    /** Called with the duration of a call whose duration is that of one call of this part. */
    void learn(@Nullable Throwable failure, long nanos) {
        if (deadline != null && (failure == null || Verdict.kind(failure) == Kind.TIMEOUT)) {
            deadline.learn(nanos);
        }
    }

    StorePart part() {
        return log.part();
    }

    BreakerState state() {
        return state(breaker.getState());
    }

    /** Returns why calls are refused. */
    String refusal() {
        return log.refusal(state(), probing.nextMicros());
    }

    /** Called when the part has left the store: it no longer refuses calls. */
    void forget() {
        BreakerState last = state();
        close();
        if (last != BreakerState.CLOSED) {
            log.gone(last);
        }
    }

    void close() {
        over = true;
        probing.close();
    }

    private void record(@Nullable Throwable failure) {
        if (failure == null) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
        }
    }

    private BreakerState noticed() {
        BreakerState now = state();
        BreakerState before = Objects.requireNonNull(known.get());
        if (now != before && known.compareAndSet(before, now)) {
            changed(before, now);
        }
        return now;
    }

    // Listeners may use the circuit.
    private void changed(BreakerState from, BreakerState to) {
        if (over) {
            return;
        }
        log.changed(from, to);
        if (to == BreakerState.OPEN) {
            probing.start();
        }
        log.tell(from, to);
    }

    private static CircuitBreakerConfig config(@Nullable BreakerSettings settings, MicroClock clock) {
        var config = CircuitBreakerConfig.custom().clock(new SteadyClock(clock)).recordException(failure -> true);
        if (settings == null) {
            return config.initialState(State.DISABLED).build();
        }
        return config.slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimumCalls())
                .failureRateThreshold(settings.failureRate())
                .permittedNumberOfCallsInHalfOpenState(settings.halfOpenCalls())
                .waitDurationInOpenState(settings.openInterval().multipliedBy(INTERVALS_WITHOUT_PROBE))
                .build();
    }

    private static BreakerState state(State state) {
        return state == State.OPEN || state == State.FORCED_OPEN
                ? BreakerState.OPEN
                : state == State.HALF_OPEN ? BreakerState.HALF_OPEN : BreakerState.CLOSED;
    }
}
