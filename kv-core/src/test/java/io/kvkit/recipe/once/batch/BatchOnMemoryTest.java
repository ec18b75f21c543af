package io.kvkit.recipe.once.batch;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.VirtualTime;
import org.junit.jupiter.api.Nested;

/** Batches on the memory store. */
class BatchOnMemoryTest {

    @Nested
    class Plain extends BatchContract {

        @Override
        KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        boolean staged() {
            return false;
        }
    }

    @Nested
    class Stages extends BatchContract {

        @Override
        KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        boolean staged() {
            return true;
        }
    }
}
