package io.kvkit.recipe.cache.bulk;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.VirtualTime;
import org.junit.jupiter.api.Nested;

/** Calls for many keys on the memory store. */
class BulkOnMemoryTest {

    @Nested
    class Plain extends StaleBulkContract {

        @Override
        KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        BulkStyle style() {
            return BulkStyle.PLAIN;
        }
    }

    @Nested
    class Stages extends StaleBulkContract {

        @Override
        KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        BulkStyle style() {
            return BulkStyle.STAGE;
        }
    }
}
