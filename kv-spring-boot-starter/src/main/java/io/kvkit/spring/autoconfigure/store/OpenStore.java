package io.kvkit.spring.autoconfigure.store;

import io.kvkit.lettuce.Connections;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.KvStore;
import java.util.List;
import java.util.Map;
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
public record OpenStore(
        String name,
        KvStore store,
        @Nullable StoreDescription description,
        StoreChecks checks,
        @Nullable Supplier<Connections> connections)
        implements AutoCloseable {

    /** Returns a store of the application, of which kvkit knows no details. */
    static OpenStore ofApplication(String name, KvStore store, StoreChecks checks) {
        return new OpenStore(name, store, null, checks, null);
    }

    /** Returns whether other processes see the records. */
    public boolean isShared() {
        return store.capabilities().contains(Capability.SHARED);
    }

    /**
     * Checks the server.
     *
     * @param operations the operations that keep their records on the store
     * @param durable the areas whose records there must be durable
     * @throws io.kvkit.spring.KvPropertyException if a setting of it must fail startup
     */
    public void check(List<Operation> operations, Map<Area<?>, Durability> durable) {
        checks.run(operations, durable);
    }

    /** Returns whether the application chose the store; if not, it is the memory store by default. */
    public boolean isChosen() {
        return description == null || description.chosen();
    }

    /** Returns the place of the records, for readers. */
    public String place() {
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
