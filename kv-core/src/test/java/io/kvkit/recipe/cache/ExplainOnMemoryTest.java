package io.kvkit.recipe.cache;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;

class ExplainOnMemoryTest extends ExplainContract {

    @Override
    KvStore store() {
        return new InMemoryKvStore();
    }
}
