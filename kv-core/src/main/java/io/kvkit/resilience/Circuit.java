package io.kvkit.resilience;

import io.kvkit.resilience.Breaker.Permit;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.StorePart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to one part of a store: its breaker, what asks the part whether it works, and how long calls may take. */
final class Circuit {

    private final StorePart part;
    private final Breaker breaker;
    private final Probing probing;
    private final Deadline deadline;
    private final BreakerLog log;
    private final ResilienceObserver observer;
    // One for all calls, as it holds nothing of a call.
    private final Pass given = new OnePass(this, Permit.GIVEN, true);
    private final Pass trial = new OnePass(this, Permit.TRIAL, true);
    private volatile boolean ended;

    Circuit(
            StorePart part,
            Breaker breaker,
            Probing probing,
            Deadline deadline,
            BreakerLog log,
            ResilienceObserver observer) {
        this.part = part;
        this.breaker = breaker;
        this.probing = probing;
        this.deadline = deadline;
        this.log = log;
        this.observer = observer;
        breaker.onChange(this::changed);
    }

    /** Leave to make a call; null if it must not be made. */
    @Nullable
    Pass enter() {
        Permit permit = breaker.enter();
        if (permit == Permit.REFUSED) {
            return null;
        }
        return permit == Permit.TRIAL ? trial : given;
    }

    /** Leave to make a call whose time is not that of one call of this part; null if it must not be made. */
    @Nullable
    Pass enterUntimed() {
        Permit permit = breaker.enter();
        return permit == Permit.REFUSED ? null : new OnePass(this, permit, false);
    }

    /** How long a call may take, if the store has that timeout. */
    Duration deadline(Duration timeout) {
        return deadline.of(timeout);
    }

    void learn(@Nullable Throwable failure, long nanos) {
        if (failure == null || Verdict.kind(failure) == Kind.TIMEOUT) {
            deadline.learn(nanos);
        }
    }

    void unused(Permit permit) {
        breaker.leave(permit);
    }

    void ended(Permit permit, @Nullable Throwable failure, long nanos) {
        breaker.ended(permit, failure, nanos);
    }

    StorePart part() {
        return part;
    }

    BreakerState state() {
        return breaker.state();
    }

    /** Why calls are refused. */
    String refusal() {
        String name = part == StorePart.WHOLE ? "the circuit breaker" : "the circuit breaker of " + part;
        return breaker.state() == BreakerState.HALF_OPEN
                ? name + " is half-open and lets only a few calls through"
                : name + " is open until " + part + " works again, which is tried next at " + probing.next();
    }

    /** The part has left the store: nothing is refused because of it any more. */
    void forget() {
        BreakerState last = breaker.state();
        close();
        if (last != BreakerState.CLOSED) {
            log.forgotten();
            observer.changed(part, last, BreakerState.CLOSED);
        }
    }

    void close() {
        ended = true;
        probing.close();
    }

    private void changed(BreakerState from, BreakerState to) {
        if (ended) {
            return;
        }
        log.changed(from, to);
        if (to == BreakerState.OPEN) {
            probing.start();
        }
        observer.changed(part, from, to);
    }
}
