package io.kvkit.memory;

import io.kvkit.call.Quietly;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The listeners of a memory store. Without listeners, a change costs one check of an empty list. */
final class Listeners implements Signals {

    // Two subscriptions of one listener are different, so this is not a record, whose instances could be equal.
    private final class Ear implements Subscription {

        private final String start;
        private final Listener listener;

        Ear(String start, Listener listener) {
            this.start = start;
            this.listener = listener;
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }

    private final List<Ear> all = new CopyOnWriteArrayList<>();

    @Override
    public Subscription listen(Namespace namespace, Listener listener) {
        Ear ear = new Ear(namespace.start(), listener);
        all.add(ear);
        return ear;
    }

    /** Notifies listeners that the record of a key has changed. */
    void changed(Key key) {
        if (!all.isEmpty()) {
            tell(key);
        }
    }

    /** Notifies listeners that the store is closed and everything is gone; no notification follows. */
    void close() {
        List<Ear> last = List.copyOf(all);
        all.clear();
        last.forEach(ear -> Quietly.tell(ear.listener::anythingChanged));
    }

    private void tell(Key key) {
        String start = key.namespace().start();
        for (Ear ear : all) {
            if (ear.start.equals(start)) {
                Quietly.tell(() -> ear.listener.changed(key));
            }
        }
    }
}
