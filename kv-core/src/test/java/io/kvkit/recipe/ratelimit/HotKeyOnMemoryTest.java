package io.kvkit.recipe.ratelimit;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.RemoteKvStore;
import java.util.List;

class HotKeyOnMemoryTest extends HotKeyContract {

    @Override
    List<KvStore> connect() {
        KvStore records = new InMemoryKvStore();
        return List.of(new RemoteKvStore(records), new RemoteKvStore(records));
    }
}
