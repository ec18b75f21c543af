package io.kvkit.resilience;

import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** A store behind the shield keeps the contract. */
@Tag("slow")
class ResilientKvStoreContractTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return new Shielded(new VirtualTime());
    }

    static final class Shielded implements StoreUnderTest {

        private final VirtualTime time;
        private final KvStore store;

        Shielded(VirtualTime time) {
            this.time = time;
            this.store = openAnother();
        }

        @Override
        public KvStore store() {
            return store;
        }

        @Override
        public VirtualTime time() {
            return time;
        }

        @Override
        public void advance(Duration by) {
            time.advance(by);
        }

        @Override
        public String prefix() {
            return "tck";
        }

        @Override
        public KvStore openAnother() {
            return ResilientKvStore.around(
                    PuppetKvStore.before(new InMemoryKvStore(time)),
                    ResilienceSettings.of(Duration.ofSeconds(20)),
                    Timer.system("shield-test"),
                    MicroClock.system(),
                    KvListeners.NONE);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
