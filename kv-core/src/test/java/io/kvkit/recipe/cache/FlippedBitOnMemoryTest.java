package io.kvkit.recipe.cache;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.ForwardingKvStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class FlippedBitOnMemoryTest extends FlippedBitContract {

    private static InMemoryKvStore shared;

    @BeforeAll
    static void open() {
        shared = new InMemoryKvStore();
    }

    @AfterAll
    static void close() {
        shared.close();
    }

    @Override
    KvStore store() {
        return new ForwardingKvStore(shared) {
            @Override
            public void close() {}
        };
    }
}
