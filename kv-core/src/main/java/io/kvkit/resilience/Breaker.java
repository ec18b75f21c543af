package io.kvkit.resilience;

import io.kvkit.store.MicroClock;
import java.util.BitSet;
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

    // If the probe is wrong about the store, calls find out by themselves, this many intervals later.
    private static final int INTERVALS_WITHOUT_PROBE = 10;

    private final @Nullable BreakerSettings settings;
    private final MicroClock clock;
    private final BitSet failed = new BitSet();
    private volatile BreakerState state = BreakerState.CLOSED;
    private volatile BiConsumer<BreakerState, BreakerState> listener = (from, to) -> {};
    private int next;
    private int judged;
    private int failures;
    private int trialsLeft;
    private long trialsFromMicros;

    /** A breaker; without settings it stays closed. */
    Breaker(@Nullable BreakerSettings settings, MicroClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Hears of each change after it, and may ask this breaker. */
    void onChange(BiConsumer<BreakerState, BreakerState> who) {
        listener = who;
    }

    BreakerState state() {
        return state;
    }

    Permit enter() {
        if (state == BreakerState.CLOSED) {
            return Permit.GIVEN;
        }
        if (mayTryWithoutProbe()) {
            tryAgain();
        }
        return takeTrial();
    }

    /** The call was not made after all, or its end says nothing about the store. */
    synchronized void leave(Permit permit) {
        if (permit == Permit.TRIAL && state == BreakerState.HALF_OPEN) {
            trialsLeft++;
        }
    }

    /** The call has ended. What began before an outage says nothing about its end. */
    void ended(Permit permit, @Nullable Throwable failure) {
        Verdict verdict = Verdict.of(failure);
        if (settings == null || verdict == Verdict.NOTHING) {
            leave(permit);
        } else if (permit == Permit.TRIAL || state == BreakerState.CLOSED) {
            judge(settings, verdict == Verdict.FAILS);
        }
    }

    /** The store answered a probe, so calls may try it. */
    void tryAgain() {
        if (settings != null && change(BreakerState.OPEN, BreakerState.HALF_OPEN)) {
            listener.accept(BreakerState.OPEN, BreakerState.HALF_OPEN);
        }
    }

    private synchronized boolean mayTryWithoutProbe() {
        return state == BreakerState.OPEN && clock.micros() >= trialsFromMicros;
    }

    private synchronized Permit takeTrial() {
        if (state == BreakerState.CLOSED) {
            return Permit.GIVEN;
        }
        if (state == BreakerState.OPEN || trialsLeft == 0) {
            return Permit.REFUSED;
        }
        trialsLeft--;
        return Permit.TRIAL;
    }

    private void judge(BreakerSettings by, boolean fails) {
        BreakerState from = state;
        BreakerState to = next(by, from, fails);
        if (to != from && change(from, to)) {
            listener.accept(from, to);
        }
    }

    /** Counts a call, and tells which state follows from it. */
    private synchronized BreakerState next(BreakerSettings by, BreakerState from, boolean fails) {
        if (from != state || from == BreakerState.OPEN) {
            return from;
        }
        boolean trial = from == BreakerState.HALF_OPEN;
        count(trial ? by.halfOpenCalls() : by.window(), fails);
        if (judged < (trial ? by.halfOpenCalls() : by.minimumCalls())) {
            return from;
        }
        return 100L * failures >= (long) by.failureRate() * judged ? BreakerState.OPEN : BreakerState.CLOSED;
    }

    private void count(int window, boolean fails) {
        if (judged < window) {
            judged++;
        } else if (failed.get(next)) {
            failures--;
        }
        failed.set(next, fails);
        failures += fails ? 1 : 0;
        next = (next + 1) % window;
    }

    private synchronized boolean change(BreakerState from, BreakerState to) {
        if (state != from || settings == null) {
            return false;
        }
        next = 0;
        judged = 0;
        failures = 0;
        failed.clear();
        trialsLeft = settings.halfOpenCalls();
        trialsFromMicros = clock.micros() + settings.openInterval().toNanos() / 1_000 * INTERVALS_WITHOUT_PROBE;
        state = to;
        return true;
    }
}
