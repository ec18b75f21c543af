package io.kvkit.recipe.ratelimit;

import io.kvkit.tck.StoreUnderTest;

class SharedCallsOnMemoryTest extends SharedCallsContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
