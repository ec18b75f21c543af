package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.store.Durability;
import java.util.List;
import java.util.Map;

/** Checks at startup whether a store can keep the promises of the annotations. */
@FunctionalInterface
interface StoreChecks {

    /**
     * Logs each setting that endangers a promise.
     *
     * @param operations the operations that keep their records on the store
     * @param durable the areas whose records there must be durable
     * @throws KvPropertyException if such a setting must fail startup
     */
    void run(List<Operation> operations, Map<Area<?>, Durability> durable);
}
