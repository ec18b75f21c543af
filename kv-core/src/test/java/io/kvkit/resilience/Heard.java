package io.kvkit.resilience;

import io.kvkit.event.BreakerEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.KvListeners;
import io.kvkit.event.StoreCallEvent;
import io.kvkit.event.StoreCallEvent.Outcome;
import io.kvkit.store.StorePart;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a listener heard. */
final class Heard implements KvListener {

    final List<String> ended = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<String> changes = new CopyOnWriteArrayList<>();
    boolean angry;

    @Override
    public void onEvent(KvEvent event) {
        if (angry) {
            throw new IllegalStateException("the test is angry");
        }
        if (event instanceof BreakerEvent change) {
            String part = change.part() == StorePart.WHOLE ? "" : change.part() + " ";
            changes.add(part + change.from() + " to " + change.to());
        } else if (event instanceof StoreCallEvent call) {
            boolean made = call.outcome() == Outcome.OK || call.outcome() == Outcome.FAILED;
            if (made) {
                ended.add(call.operation() + " " + call.failure());
            } else {
                refused.add(call.operation() + " " + call.outcome());
            }
        }
    }

    KvListeners alone() {
        return KvListeners.of(this);
    }
}
