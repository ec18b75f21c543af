package io.kvkit.recipe.cache;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;

/** With a store in this JVM that pretends to be far away. */
class LargeWriteOnFarStoreTest extends LargeWriteContract {

    @Override
    KvStore store() {
        return new FarStore(new InMemoryKvStore());
    }
}
