package io.kvkit.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.kvkit.event.BreakerState;
import io.kvkit.store.MicroClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Decides whether calls may reach the store, by the outcomes of the last calls. */
final class Breaker {

    /** The permission of a call to reach the store. */
    enum Permit {
        REFUSED,
        GIVEN,
        /** One of the few calls while it is half-open; its end is always reported. */
        TRIAL
    }

    // If the probe is wrong about the store, calls try it by themselves after this many intervals.
    private static final int INTERVALS_WITHOUT_PROBE = 10;

    private final CircuitBreaker circuit;
    // The library creates an event with a date for each successful call, so changes are detected here instead.
    private final AtomicReference<BreakerState> known = new AtomicReference<>(BreakerState.CLOSED);
    private volatile BiConsumer<BreakerState, BreakerState> listener = (from, to) -> {};

    /** Creates a breaker. Without settings it stays closed. */
    Breaker(@Nullable BreakerSettings settings, MicroClock clock) {
        this.circuit = CircuitBreaker.of("kvkit", config(settings, clock));
    }

    /** Registers a listener that is called after each change. It may call this breaker. */
    void onChange(BiConsumer<BreakerState, BreakerState> listener) {
        this.listener = listener;
    }

    Permit enter() {
        boolean admitted = circuit.tryAcquirePermission();
        BreakerState state = noticed();
        if (!admitted) {
            return Permit.REFUSED;
        }
        return state == BreakerState.HALF_OPEN ? Permit.TRIAL : Permit.GIVEN;
    }

    /** Called if the call was not made after all, or if its end says nothing about the store. */
    void leave(Permit permit) {
        if (permit == Permit.TRIAL) {
            circuit.releasePermission();
        }
    }

    /**
     * Called when the call has ended. A call that started before an outage says nothing about the end of the outage.
     */
    void ended(Permit permit, @Nullable Throwable failure) {
        Verdict verdict = Verdict.of(failure);
        if (verdict == Verdict.NOTHING) {
            leave(permit);
        } else if (permit == Permit.TRIAL || state() == BreakerState.CLOSED) {
            record(verdict, failure);
            noticed();
        }
    }

    /** Called when the store answered a probe, so calls may try it. */
    void tryAgain() {
        if (state() == BreakerState.OPEN) {
            circuit.transitionToHalfOpenState();
            noticed();
        }
    }

    BreakerState state() {
        return state(circuit.getState());
    }

    private void record(Verdict verdict, @Nullable Throwable failure) {
        if (verdict == Verdict.FAILS && failure != null) {
            circuit.onError(0, TimeUnit.NANOSECONDS, failure);
        } else {
            circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    private BreakerState noticed() {
        BreakerState now = state();
        BreakerState before = known.get();
        if (now != before && known.compareAndSet(before, now)) {
            listener.accept(before, now);
        }
        return now;
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

    /** A clock of the JDK with the time of another clock. */
    private static final class SteadyClock extends Clock {

        private final MicroClock micros;

        SteadyClock(MicroClock micros) {
            this.micros = micros;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plus(micros.micros(), ChronoUnit.MICROS);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
