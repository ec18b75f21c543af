package io.kvkit.resilience;

import io.kvkit.event.BreakerEvent;
import io.kvkit.event.BreakerState;
import io.kvkit.event.KvListeners;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StorePart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators, listeners and refused callers learn about the breaker of one part of a store. A line is logged when
 * the part is given up and when it is used again; trials in between are logged at debug level only.
 */
final class BreakerLog {

    private static final Logger log = LoggerFactory.getLogger(ResilientKvStore.class);

    /** The reason why calls are refused until the next probe. One text serves all of them, because there are many. */
    private record Refusal(BreakerState state, long nextMicros, String reason) {}

    private final String store;
    private final StorePart part;
    private final MicroClock clock;
    private final KvListeners listeners;
    private final String subject;
    private final String place;
    private final String breaker;
    private volatile @Nullable Refusal refusal;
    private volatile long openedMicros;

    BreakerLog(String store, StorePart part, MicroClock clock, KvListeners listeners) {
        boolean whole = part == StorePart.WHOLE;
        boolean only = store.equals(ResilienceSettings.DEFAULT_NAME);
        String named = only ? "the store" : "the store \"" + store + "\"";
        this.store = store;
        this.part = part;
        this.clock = clock;
        this.listeners = listeners;
        this.subject = whole ? "T" + named.substring(1) : "Part " + part + " of " + named;
        this.place = whole ? named : part.toString();
        this.breaker = whole && only ? "the circuit breaker" : "the circuit breaker of " + place;
    }

    StorePart part() {
        return part;
    }

    /** Returns why calls are refused, with the time of the next probe. */
    String refusal(BreakerState state, long nextMicros) {
        Refusal known = refusal;
        if (known == null || known.state != state || known.nextMicros != nextMicros) {
            known = new Refusal(state, nextMicros, reason(state, nextMicros));
            refusal = known;
        }
        return known.reason;
    }

    /** Logs a change. */
    void changed(BreakerState from, BreakerState to) {
        if (from == BreakerState.CLOSED && to == BreakerState.OPEN) {
            openedMicros = clock.micros();
            log.warn(
                    "{} fails too often: {} is open. Until the store answers again, calls fail immediately and"
                            + " failure policies apply",
                    subject,
                    own());
        } else if (to == BreakerState.CLOSED) {
            log.info("{} answers again: {} is closed after {} ms", subject, own(), millisOpen());
        } else {
            log.debug("{}: {} changes from {} to {}", subject, own(), from, to);
        }
    }

    /** Logs that the part has left the store while its breaker was not closed, and tells the listeners. */
    void gone(BreakerState last) {
        log.info("{} no longer holds keys: its circuit breaker was removed after {} ms", subject, millisOpen());
        tell(last, BreakerState.CLOSED);
    }

    /** Tells the listeners about a change. */
    void tell(BreakerState from, BreakerState to) {
        if (!listeners.isEmpty()) {
            listeners.tell(new BreakerEvent(store, part, from, to));
        }
    }

    private String reason(BreakerState state, long nextMicros) {
        return state == BreakerState.HALF_OPEN
                ? breaker + " is half-open and allows only a few calls"
                : breaker + " is open; " + place + " is probed next at "
                        + Instant.EPOCH.plus(nextMicros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
    }

    private String own() {
        return part == StorePart.WHOLE ? "the circuit breaker" : "its circuit breaker";
    }

    private long millisOpen() {
        return (clock.micros() - openedMicros) / 1_000;
    }
}
