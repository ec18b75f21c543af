package io.kvkit.recipe.once;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.IdempotencyContract;
import io.kvkit.tck.IdempotencyFaultContract;
import io.kvkit.tck.VirtualTime;
import org.junit.jupiter.api.Nested;

class IdempotencyOnMemoryTest {

    @Nested
    class Plain extends IdempotencyContract {

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
    class Stage extends IdempotencyContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }

    @Nested
    class PlainWithFaults extends IdempotencyFaultContract {

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
    class StageWithFaults extends IdempotencyFaultContract {

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
