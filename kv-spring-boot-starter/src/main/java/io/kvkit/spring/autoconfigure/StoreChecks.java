package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.KvPropertyException;
import io.kvkit.spring.operation.Operation;
import java.util.List;

/** Looks at startup whether a store can keep what the annotations promise. */
@FunctionalInterface
interface StoreChecks {

    /**
     * Logs what endangers a promise.
     *
     * @param operations those that keep their records on the store
     * @throws KvPropertyException if that is to fail startup
     */
    void run(List<Operation> operations);
}
