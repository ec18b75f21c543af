package io.kvkit.recipe.lease;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.tck.JobContract;
import io.kvkit.tck.LeaseContract;
import io.kvkit.tck.VirtualTime;
import org.junit.jupiter.api.Nested;

class LeaseOnMemoryTest {

    @Nested
    class OfLeases extends LeaseContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }
    }

    @Nested
    class OfJobs extends JobContract {

        @Override
        protected KvStore open(VirtualTime time) {
            return new InMemoryKvStore(time);
        }
    }
}
