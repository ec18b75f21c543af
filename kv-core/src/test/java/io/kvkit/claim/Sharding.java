package io.kvkit.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets contracts run on stores where all records are in shards. */
public final class Sharding {

    private Sharding() {}

    /** Returns a view of a store that has a few shards for each name, and closes it. */
    public static KvStore of(KvStore store) {
        return new ClosingView(new ShardedStore(store, namespace -> 61), store);
    }

    /** Does the same for a store with its time. */
    public static StoreUnderTest of(StoreUnderTest under) {
        return new Sharded(under);
    }

    private record Sharded(StoreUnderTest under) implements StoreUnderTest {

        @Override
        public KvStore store() {
            return of(under.store());
        }

        @Override
        public VirtualTime time() {
            return under.time();
        }

        @Override
        public void advance(Duration by) {
            under.advance(by);
        }

        @Override
        public String prefix() {
            return under.prefix();
        }

        @Override
        public KvStore openAnother() {
            return of(under.openAnother());
        }

        @Override
        public void close() {
            under.close();
        }
    }

    private static final class ClosingView extends ForwardingKvStore {

        private final KvStore store;

        ClosingView(KvStore view, KvStore store) {
            super(view);
            this.store = store;
        }

        @Override
        public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
            return apply(key, new Write(value)).thenApply(written -> null);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** Writes bytes as a record, whatever they are. */
    private record Write(byte[] value) implements Transition<Boolean> {

        private static final long WEEK_MILLIS = 604_800_000;
        private static final String LUA =
                "redis.call('SET', KEYS[1], ARGV[1], 'PX', " + WEEK_MILLIS + ") return 'written'";

        @Override
        public Script script() {
            return new Script("write", LUA, "");
        }

        @Override
        public List<byte[]> arguments() {
            return List.of(value);
        }

        @Override
        public Step apply(@Nullable Entry entry, long nowMicros) {
            return new Step.Put("written".getBytes(UTF_8), value, Ttl.ofMillis(WEEK_MILLIS), 0);
        }

        @Override
        public Boolean decode(Key key, byte[] reply) {
            return true;
        }
    }
}
