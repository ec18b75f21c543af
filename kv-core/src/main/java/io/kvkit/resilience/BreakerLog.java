package io.kvkit.resilience;

import io.kvkit.store.MicroClock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when the store is given up and when it is used again; the trials in between are for debugging only. */
final class BreakerLog {

    private static final Logger log = LoggerFactory.getLogger(ResilientKvStore.class);

    private final MicroClock clock;
    private volatile long openedMicros;

    BreakerLog(MicroClock clock) {
        this.clock = clock;
    }

    void changed(BreakerState from, BreakerState to) {
        if (from == BreakerState.CLOSED && to == BreakerState.OPEN) {
            openedMicros = clock.micros();
            log.warn("The store fails too often: the circuit breaker is open, calls fail at once and failure policies"
                    + " apply. It closes by itself when the store answers again");
        } else if (to == BreakerState.CLOSED) {
            Duration open = Duration.ofMillis((clock.micros() - openedMicros) / 1_000);
            log.info("The store answers again: the circuit breaker is closed after {} ms", open.toMillis());
        } else {
            log.debug("The circuit breaker goes from {} to {}", from, to);
        }
    }
}
