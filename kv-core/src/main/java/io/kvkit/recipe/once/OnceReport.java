package io.kvkit.recipe.once;

import io.kvkit.call.LogThrottle;
import io.kvkit.codec.SealBrokenException;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.store.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the outcomes of calls to listeners. */
record OnceReport(KvListeners listeners, LogThrottle alarms) {

    private static final Logger log = LoggerFactory.getLogger(Once.class);

    OnceReport(KvListeners listeners) {
        this(listeners, new LogThrottle());
    }

    void tell(Outcome outcome, Key key) {
        if (!listeners.isEmpty()) {
            listeners.tell(new OnceEvent(key.namespace(), outcome));
        }
    }

    /** Raises an alarm about what the record of a key keeps. */
    void sealBroken(Key key, SealBrokenException broken) {
        tell(Outcome.SEAL_BROKEN, key);
        if (alarms.allows(System.nanoTime() / 1_000)) {
            log.warn(
                    "What is stored for a call of the sealed operation {} is not used: {}. Somebody else may have"
                            + " written it. This is logged at most once in ten seconds",
                    key.namespace().name(),
                    broken.getMessage());
        }
    }
}
