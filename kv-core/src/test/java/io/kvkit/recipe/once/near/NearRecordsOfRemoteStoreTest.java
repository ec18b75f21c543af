package io.kvkit.recipe.once.near;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.RemoteKvStore;
import io.kvkit.tck.VirtualTime;

class NearRecordsOfRemoteStoreTest extends NearRecordsContract {

    @Override
    KvStore open(VirtualTime clock) {
        return new RemoteKvStore(new InMemoryKvStore(clock));
    }
}
