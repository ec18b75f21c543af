package io.kvkit.spring.autoconfigure;

import io.kvkit.lettuce.Connections;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store of the application and what operators see of it.
 *
 * @param name what it is called in logs, health and metrics
 * @param store the store
 * @param description where it is; null for a store that the application made
 * @param checks looks at the server at startup
 * @param connections counts its connections; null where it has none that kvkit knows of
 */
record OpenStore(
        String name,
        KvStore store,
        @Nullable StoreDescription description,
        StoreChecks checks,
        @Nullable Supplier<Connections> connections)
        implements AutoCloseable {

    /** A store of which nothing is known but that it works. */
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

    /** Closes the store; closing it again does nothing. */
    @Override
    public void close() {
        store.close();
    }
}
