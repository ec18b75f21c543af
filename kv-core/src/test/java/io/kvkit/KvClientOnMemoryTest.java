package io.kvkit;

import io.kvkit.tck.StoreUnderTest;

/** The blocking client on the memory store. */
class KvClientOnMemoryTest extends KvClientContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
