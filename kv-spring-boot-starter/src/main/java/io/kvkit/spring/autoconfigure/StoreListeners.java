package io.kvkit.spring.autoconfigure;

import io.kvkit.event.KvListener;
import io.kvkit.event.KvListeners;
import io.kvkit.spring.observe.KvStoreMetrics;
import org.springframework.beans.factory.ObjectProvider;

/** Makes the listeners of one store of all that there are. */
final class StoreListeners {

    private StoreListeners() {}

    /** All of them; metrics tell the stores apart. */
    static KvListeners of(ObjectProvider<KvListener> beans, String store) {
        return KvListeners.of(beans.orderedStream()
                .map(one -> one instanceof KvStoreMetrics metrics ? metrics.of(store) : one)
                .toList());
    }
}
