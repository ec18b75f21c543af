package io.kvkit.resilience;

import io.kvkit.tck.SignalsContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.VirtualTime;

/** The shield lets the signals of its store through. */
class ResilientSignalsTest extends SignalsContract {

    @Override
    protected StoreUnderTest open() {
        return new ResilientKvStoreContractTest.Shielded(new VirtualTime());
    }
}
