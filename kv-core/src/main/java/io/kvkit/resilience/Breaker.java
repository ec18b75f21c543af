package io.kvkit.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.kvkit.store.MicroClock;
import java.util.concurrent.TimeUnit;
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

    /** A breaker; without settings it stays closed. */
    Breaker(@Nullable BreakerSettings settings, MicroClock clock) {
        this.circuit = CircuitBreaker.of("kvkit", config(settings, clock));
    }

    void onChange(BiConsumer<BreakerState, BreakerState> listener) {
        circuit.getEventPublisher()
                .onStateTransition(event -> listener.accept(
                        state(event.getStateTransition().getFromState()),
                        state(event.getStateTransition().getToState())));
    }

    Permit enter() {
        if (!circuit.tryAcquirePermission()) {
            return Permit.REFUSED;
        }
        return circuit.getState() == State.HALF_OPEN ? Permit.TRIAL : Permit.GIVEN;
    }

    /** The call was not made after all, or its end says nothing about the store. */
    void leave(Permit permit) {
        if (permit == Permit.TRIAL) {
            circuit.releasePermission();
        }
    }

    /** The call has ended. What began before an outage says nothing about its end. */
    void ended(Permit permit, @Nullable Throwable failure, long nanos) {
        Verdict verdict = Verdict.of(failure);
        if (verdict == Verdict.NOTHING) {
            leave(permit);
        } else if (permit == Permit.TRIAL || state() == BreakerState.CLOSED) {
            record(verdict, failure, nanos);
        }
    }

    /** The store answered a probe, so calls may try it. */
    void tryAgain() {
        if (state() == BreakerState.OPEN) {
            circuit.transitionToHalfOpenState();
        }
    }

    BreakerState state() {
        return state(circuit.getState());
    }

    private void record(Verdict verdict, @Nullable Throwable failure, long nanos) {
        if (verdict == Verdict.FAILS && failure != null) {
            circuit.onError(nanos, TimeUnit.NANOSECONDS, failure);
        } else {
            circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
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
