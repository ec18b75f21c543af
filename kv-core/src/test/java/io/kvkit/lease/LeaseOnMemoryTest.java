package io.kvkit.lease;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.LeaseContract;
import io.kvkit.tck.VirtualTime;

class LeaseOnMemoryTest extends LeaseContract {

    @Override
    protected KvStore open(VirtualTime time) {
        return new InMemoryKvStore(time);
    }
}
