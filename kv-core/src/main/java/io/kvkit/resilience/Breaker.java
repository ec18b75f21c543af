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

/** Decides whether calls may reach the store, by what became of the last ones. */
final class Breaker {

    /** Whether a call may reach the store. */
    enum Permit {
        REFUSED,
        GIVEN,
        /** One of the few while it is half-open; its end is always told. */
        TRIAL
    }

    // Should the probe be wrong about the store, calls find out by themselves, this many intervals later.
    private static final int INTERVALS_WITHOUT_PROBE = 10;

    private final CircuitBreaker circuit;
    // The library's events are objects with a date, made for each successful call: changes are noticed here instead.
    private final AtomicReference<BreakerState> known = new AtomicReference<>(BreakerState.CLOSED);
    private volatile BiConsumer<BreakerState, BreakerState> listener = (from, to) -> {};

    /** A breaker; without settings it stays closed. */
    Breaker(@Nullable BreakerSettings settings, MicroClock clock) {
        this.circuit = CircuitBreaker.of("kvkit", config(settings, clock));
    }

    /** Tells of each change after it. The listener may ask this breaker. */
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

    /** The call was not made after all, or its end says nothing about the store. */
    void leave(Permit permit) {
        if (permit == Permit.TRIAL) {
            circuit.releasePermission();
        }
    }

    /** The call has ended. What began before an outage says nothing about its end. */
    void ended(Permit permit, @Nullable Throwable failure) {
        Verdict verdict = Verdict.of(failure);
        if (verdict == Verdict.NOTHING) {
            leave(permit);
        } else if (permit == Permit.TRIAL || state() == BreakerState.CLOSED) {
            record(verdict, failure);
            noticed();
        }
    }

    /** The store answered a probe, so calls may try it. */
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

    /** A clock of the JDK that tells the time of another one. */
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
