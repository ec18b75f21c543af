package io.kvkit.recipe.cache;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;

class ManyKeysOnMemoryTest extends ManyKeysContract {

    @Override
    KvStore store() {
        return new InMemoryKvStore();
    }
}
