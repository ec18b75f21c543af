package io.kvkit;

import io.kvkit.tck.StoreUnderTest;

class SealedByHandOnMemoryTest extends SealedByHandContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
