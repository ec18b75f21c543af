package io.kvkit.tck;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvStore;
import java.time.Duration;

/**
 * A store that a contract exercises, together with the time it lives by and a part of the key space of its own.
 *
 * <p>To let a store of your own pass the contract, implement this and extend {@link KvStoreContract}.
 */
public interface StoreUnderTest extends AutoCloseable {

    /** The store. Its transitions see {@link #time()}. */
    KvStore store();

    /** The time that transitions see, and a timer on it. Moving it by itself does not end the life of keys. */
    VirtualTime time();

    /** Moves the time and what is left of the life of every key under the prefix. */
    void advance(Duration by);

    /** The first part of every key of this test, unique to it. */
    String prefix();

    /** Another store of the same kind, which the caller closes. */
    KvStore openAnother();

    /** Removes what the test left behind. */
    @Override
    void close();

    /** The memory store. */
    static StoreUnderTest memory() {
        return new MemoryUnderTest();
    }

    /** A store on the shared server of an address. */
    static StoreUnderTest redis(String uri) {
        return redis(TestRedis.target(uri));
    }

    /** A store on shared servers. */
    static StoreUnderTest redis(RedisTarget target) {
        return new RedisUnderTest(target);
    }

    /** The memory store: its own clock is the time of the test. */
    record MemoryUnderTest(VirtualTime time, KvStore store) implements StoreUnderTest {

        MemoryUnderTest() {
            this(new VirtualTime());
        }

        private MemoryUnderTest(VirtualTime time) {
            this(time, new InMemoryKvStore(time));
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
            return new InMemoryKvStore(time);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
