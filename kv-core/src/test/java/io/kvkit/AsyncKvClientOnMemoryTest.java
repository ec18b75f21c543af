package io.kvkit;

import io.kvkit.tck.StoreUnderTest;
import org.junit.jupiter.api.Tag;

/** The asynchronous client on the memory store. */
@Tag("slow")
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
