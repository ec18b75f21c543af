package io.kvkit.tck;

class ClaimOnMemoryTest extends ClaimContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
