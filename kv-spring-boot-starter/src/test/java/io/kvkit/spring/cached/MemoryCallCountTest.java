package io.kvkit.spring.cached;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class MemoryCallCountTest extends CallCountContract {

    @Override
    KvStore store() {
        return new InMemoryKvStore();
    }

    @Override
    int steps() {
        return 1_500;
    }
}
