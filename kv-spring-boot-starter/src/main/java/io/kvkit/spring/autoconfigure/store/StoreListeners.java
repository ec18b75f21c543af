package io.kvkit.spring.autoconfigure.store;

import io.kvkit.event.KvListener;
import io.kvkit.event.KvListeners;
import io.kvkit.spring.observe.KvStoreMetrics;
import org.springframework.beans.factory.ObjectProvider;

/** Collects the listeners of one store. */
final class StoreListeners {

    private StoreListeners() {}

    /** Returns all listeners. Those for metrics tag the store. */
    static KvListeners of(ObjectProvider<KvListener> beans, String store) {
        return KvListeners.of(beans.orderedStream()
                .map(one -> one instanceof KvStoreMetrics metrics ? metrics.of(store) : one)
                .toList());
    }
}
