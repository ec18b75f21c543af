package io.kvkit.spring.autoconfigure.store;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.MicroClock;

/** Opens stores in the memory of this process. */
final class MemoryStores implements StoreProvider {

    @Override
    public StoreProperties.Type type() {
        return StoreProperties.Type.MEMORY;
    }

    @Override
    public OpenStore openDefault(StoreProperties properties) {
        boolean chosen = properties.type() != null;
        return open(Stores.DEFAULT, properties.memory(), chosen ? "kv.store" : "nothing configured", chosen);
    }

    @Override
    public OpenStore open(String name, StoreProperties properties) {
        return open(name, properties.memory(), StoreProperties.root(name), true);
    }

    private OpenStore open(String name, MemoryProperties memory, String source, boolean chosen) {
        return new OpenStore(
                name,
                new InMemoryKvStore(MicroClock.system(), memory.maxEntries()),
                new StoreDescription(type(), source, "this process", chosen),
                operations -> {},
                null);
    }
}
