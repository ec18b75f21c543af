package io.kvkit;

import io.kvkit.tck.StoreUnderTest;

/** The asynchronous client on the memory store. */
class AsyncKvClientOnMemoryTest extends KvClientContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.memory();
    }

    @Override
    KvClient face(KvClient blocking) {
        return AwaitedKvClient.of(blocking);
    }
}
