package io.kvkit;

import io.kvkit.tck.StoreUnderTest;

class ByHandOnMemoryTest extends ByHandContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
