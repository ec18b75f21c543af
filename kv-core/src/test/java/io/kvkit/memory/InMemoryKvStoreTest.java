package io.kvkit.memory;

import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;

/** The memory store keeps the contract. */
class InMemoryKvStoreTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
