package io.kvkit.recipe.ratelimit;

import io.kvkit.tck.StoreUnderTest;

class DenyCacheOnMemoryTest extends DenyCacheContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
