package io.kvkit.recipe.once;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.DedupeContract;
import io.kvkit.tck.VirtualTime;
import org.junit.jupiter.api.Nested;

class DedupeOnMemoryTest {

    @Nested
    class Plain extends DedupeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    class Stage extends DedupeContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }
}
