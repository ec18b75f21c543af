package io.kvkit.spring.autoconfigure;

import io.kvkit.lettuce.Connections;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open store with its description for operators.
 *
 * @param name the name in logs, health and metrics
 * @param store the store
 * @param description the place of the store; null for a store of the application
 * @param checks checks the server at startup
 * @param connections counts the connections; null if kvkit knows none
 */
record OpenStore(
        String name,
        KvStore store,
        @Nullable StoreDescription description,
        StoreChecks checks,
        @Nullable Supplier<Connections> connections)
        implements AutoCloseable {

    /** Returns a store of the application, of which kvkit knows no details. */
    static OpenStore ofApplication(String name, KvStore store) {
        return new OpenStore(name, store, null, operations -> {}, null);
    }

    boolean isShared() {
        return store.capabilities().contains(Capability.SHARED);
    }

    String place() {
        return description == null
                ? "store of the application (" + store.getClass().getName() + ")"
                : description.toString();
    }

    /** Closes the store. Closing it again has no effect. */
    @Override
    public void close() {
        store.close();
    }
}
