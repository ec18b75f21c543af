package io.kvkit.recipe.lease;

import io.kvkit.claim.ClaimReply;
import io.kvkit.event.KvListeners;
import io.kvkit.event.LeaseEvent;
import io.kvkit.event.LeaseEvent.Outcome;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/** Reports the outcomes of requests for leases, and lost leases, to listeners. */
record LeaseReport(KvListeners listeners) {

    /** Reports the answer to a request; null if the store failed. */
    void answered(@Nullable ClaimReply reply, Key key) {
        if (reply instanceof ClaimReply.Claimed) {
            tell(Outcome.GRANTED, key);
        } else {
            tell(reply instanceof ClaimReply.Busy ? Outcome.BUSY : Outcome.UNAVAILABLE, key);
        }
    }

    void lost(Key key) {
        tell(Outcome.LOST, key);
    }

    private void tell(Outcome outcome, Key key) {
        if (!listeners.isEmpty()) {
            listeners.tell(new LeaseEvent(key.namespace(), outcome));
        }
    }
}
