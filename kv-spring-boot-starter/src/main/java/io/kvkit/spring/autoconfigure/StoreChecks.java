package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.KvPropertyException;
import io.kvkit.spring.operation.OperationRegistry;

/** Looks at the start whether the store can keep what the annotations promise. */
@FunctionalInterface
interface StoreChecks {

    /**
     * Says in the log what endangers a promise.
     *
     * @throws KvPropertyException if that is to stop the start
     */
    void run(OperationRegistry operations);
}
