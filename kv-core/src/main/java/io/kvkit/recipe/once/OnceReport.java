package io.kvkit.recipe.once;

import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.store.Key;

/** Reports the outcomes of calls to listeners. */
record OnceReport(KvListeners listeners) {

    void tell(Outcome outcome, Key key) {
        if (!listeners.isEmpty()) {
            listeners.tell(new OnceEvent(key.namespace(), outcome));
        }
    }
}
