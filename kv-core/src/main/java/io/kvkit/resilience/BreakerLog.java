package io.kvkit.resilience;

import io.kvkit.store.MicroClock;
import io.kvkit.store.StorePart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a store, or a part of it, is given up and when it is used again; the trials in between are for debugging only.
 */
final class BreakerLog {

    private static final Logger log = LoggerFactory.getLogger(ResilientKvStore.class);

    private final String subject;
    private final String breaker;
    private final MicroClock clock;
    private volatile long openedMicros;

    BreakerLog(StorePart part, MicroClock clock) {
        boolean whole = part == StorePart.WHOLE;
        this.subject = whole ? "The store" : "Part " + part + " of the store";
        this.breaker = whole ? "the circuit breaker" : "its circuit breaker";
        this.clock = clock;
    }

    void changed(BreakerState from, BreakerState to) {
        if (from == BreakerState.CLOSED && to == BreakerState.OPEN) {
            openedMicros = clock.micros();
            log.warn(
                    "{} fails too often: {} is open, calls fail at once and failure policies apply. It closes by itself when"
                            + " the store answers again",
                    subject,
                    breaker);
        } else if (to == BreakerState.CLOSED) {
            log.info("{} answers again: {} is closed after {} ms", subject, breaker, millis());
        } else {
            log.debug("{}: {} goes from {} to {}", subject, breaker, from, to);
        }
    }

    /** The part has left the store before it answered again. */
    void forgotten() {
        log.info("{} holds no keys any more: {} is gone after {} ms", subject, breaker, millis());
    }

    private long millis() {
        return (clock.micros() - openedMicros) / 1_000;
    }
}
