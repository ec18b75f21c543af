package io.kvkit.spring.autoconfigure;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.MicroClock;

/** Opens stores in this process. */
final class MemoryStores implements StoreProvider {

    @Override
    public StoreType type() {
        return StoreType.MEMORY;
    }

    @Override
    public OpenStore open(String name, StoreProperties properties) {
        return open(name, properties.memory(), StoreProperties.root(name), true);
    }

    /**
     * Opens a store.
     *
     * @param source what to call the choice of this store in a message
     * @param chosen whether it was chosen at all
     */
    OpenStore open(String name, MemoryProperties memory, String source, boolean chosen) {
        return new OpenStore(
                name,
                new InMemoryKvStore(MicroClock.system(), memory.maxEntries()),
                new StoreDescription(type(), source, "this process", chosen),
                operations -> {},
                null);
    }
}
