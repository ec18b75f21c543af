package io.kvkit.lease;

import io.kvkit.tck.LeaseContract;
import io.kvkit.tck.StoreUnderTest;

/** Leases keep their contract on memory. */
class LeaseOnMemoryTest extends LeaseContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.memory();
    }
}
