package io.kvkit.recipe.lease;

import io.kvkit.claim.ClaimReply;
import io.kvkit.event.KvListeners;
import io.kvkit.event.LeaseEvent;
import io.kvkit.event.LeaseEvent.Outcome;
import io.kvkit.store.Key;
import org.jspecify.annotations.Nullable;

/** Tells listeners what became of requests for leases, and of leases. */
record LeaseReport(KvListeners listeners) {

    /** A request was answered; null if the store failed. */
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
