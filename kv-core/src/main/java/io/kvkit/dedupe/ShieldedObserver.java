package io.kvkit.dedupe;

import io.kvkit.store.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an observer's failure away from the event. */
record ShieldedObserver(DedupeObserver observer) implements DedupeObserver {

    private static final Logger log = LoggerFactory.getLogger(DedupeObserver.class);

    @Override
    public void observed(Outcome outcome, Key key) {
        try {
            observer.observed(outcome, key);
        } catch (RuntimeException e) {
            log.warn("An observer failed on {}", outcome, e);
        }
    }
}
