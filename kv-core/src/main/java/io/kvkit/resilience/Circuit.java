package io.kvkit.resilience;

import io.kvkit.event.BreakerEvent;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvListeners;
import io.kvkit.resilience.Breaker.Permit;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StorePart;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit of one part of a store: its breaker, the probe of the part, and the time that calls may take. It logs
 * when the part is given up and when it is used again; trials in between are logged at debug level only.
 */
final class Circuit {

    private static final Logger log = LoggerFactory.getLogger(ResilientKvStore.class);

    /** The reason why calls are refused until the next probe. One text serves all of them, because there are many. */
    private record Refusal(BreakerState state, long nextMicros, String reason) {}

    private final StorePart part;
    private final Breaker breaker;
    private final Probing probing;
    private final Deadline deadline;
    private final MicroClock clock;
    private final KvListeners listeners;
    private final String subject;
    private final String name;
    // One for all calls, because it has no state of a call.
    private final Pass given = new Pass.One(this, Permit.GIVEN, true);
    private final Pass trial = new Pass.One(this, Permit.TRIAL, true);
    private volatile @Nullable Refusal refusal;
    private volatile long openedMicros;
    private volatile boolean ended;

    Circuit(
            StorePart part,
            Breaker breaker,
            Probing probing,
            Deadline deadline,
            MicroClock clock,
            KvListeners listeners) {
        boolean whole = part == StorePart.WHOLE;
        this.part = part;
        this.breaker = breaker;
        this.probing = probing;
        this.deadline = deadline;
        this.clock = clock;
        this.listeners = listeners;
        this.subject = whole ? "The store" : "Part " + part + " of the store";
        this.name = whole ? "the circuit breaker" : "the circuit breaker of " + part;
        breaker.onChange(this::changed);
    }

    /** Returns the permission to make a call; null if it must not be made. */
    @Nullable
    Pass enter() {
        Permit permit = breaker.enter();
        if (permit == Permit.REFUSED) {
            return null;
        }
        return permit == Permit.TRIAL ? trial : given;
    }

    /**
     * Returns the permission to make a call whose duration is not that of one call of this part; null if it must not be
     * made.
     */
    @Nullable
    Pass enterUntimed() {
        Permit permit = breaker.enter();
        return permit == Permit.REFUSED ? null : new Pass.One(this, permit, false);
    }

    /** Returns how long a call may take, if that is less than the timeout of the store; else null. */
    @Nullable
    Duration deadline(Duration timeout) {
        return deadline.before(timeout);
    }

    void learn(@Nullable Throwable failure, long nanos) {
        if (failure == null || Verdict.kind(failure) == Kind.TIMEOUT) {
            deadline.learn(nanos);
        }
    }

    void unused(Permit permit) {
        breaker.leave(permit);
    }

    void ended(Permit permit, @Nullable Throwable failure) {
        breaker.ended(permit, failure);
    }

    StorePart part() {
        return part;
    }

    BreakerState state() {
        return breaker.state();
    }

    /** Returns why calls are refused. */
    String refusal() {
        Refusal known = refusal;
        BreakerState state = breaker.state();
        long next = probing.nextMicros();
        if (known == null || known.state != state || known.nextMicros != next) {
            known = new Refusal(state, next, reason(state, next));
            refusal = known;
        }
        return known.reason;
    }

    /** Called when the part has left the store: it no longer refuses calls. */
    void forget() {
        BreakerState last = breaker.state();
        close();
        if (last != BreakerState.CLOSED) {
            log.info("{} holds no keys any more: its circuit breaker is gone after {} ms", subject, millisOpen());
            tell(last, BreakerState.CLOSED);
        }
    }

    void close() {
        ended = true;
        probing.close();
    }

    private String reason(BreakerState state, long nextMicros) {
        return state == BreakerState.HALF_OPEN
                ? name + " is half-open and lets only a few calls through"
                : name + " is open until " + part + " works again, which is tried next at "
                        + Instant.EPOCH.plus(nextMicros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
    }

    private void changed(BreakerState from, BreakerState to) {
        if (ended) {
            return;
        }
        say(from, to);
        if (to == BreakerState.OPEN) {
            probing.start();
        }
        tell(from, to);
    }

    private void tell(BreakerState from, BreakerState to) {
        if (!listeners.isEmpty()) {
            listeners.tell(new BreakerEvent(part, from, to));
        }
    }

    private void say(BreakerState from, BreakerState to) {
        if (from == BreakerState.CLOSED && to == BreakerState.OPEN) {
            openedMicros = clock.micros();
            log.warn(
                    "{} fails too often: {} is open, calls fail at once and failure policies apply. It closes by"
                            + " itself when the store answers again",
                    subject,
                    own());
        } else if (to == BreakerState.CLOSED) {
            log.info("{} answers again: {} is closed after {} ms", subject, own(), millisOpen());
        } else {
            log.debug("{}: {} goes from {} to {}", subject, own(), from, to);
        }
    }

    private String own() {
        return part == StorePart.WHOLE ? "the circuit breaker" : "its circuit breaker";
    }

    private long millisOpen() {
        return (clock.micros() - openedMicros) / 1_000;
    }
}
