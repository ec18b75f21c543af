package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.Operation;
import java.util.List;

/** Checks at startup whether a store can keep the promises of the annotations. */
@FunctionalInterface
interface StoreChecks {

    /**
     * Logs each setting that endangers a promise.
     *
     * @param operations the operations that keep their records on the store
     * @throws KvPropertyException if such a setting must fail startup
     */
    void run(List<Operation> operations);
}
