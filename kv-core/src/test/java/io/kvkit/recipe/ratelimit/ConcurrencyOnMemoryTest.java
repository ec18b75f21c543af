package io.kvkit.recipe.ratelimit;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.ConcurrencyLimitContract;
import io.kvkit.tck.VirtualTime;
import org.junit.jupiter.api.Nested;

class ConcurrencyOnMemoryTest {

    @Nested
    class Plain extends ConcurrencyLimitContract {

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
    class Stage extends ConcurrencyLimitContract {

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
