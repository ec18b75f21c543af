package io.kvkit.tck;

import io.kvkit.store.Batch;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store whose transitions see a clock of the test instead of the server's.
 *
 * <p>The expiry of keys stays the server's: this moves leases and freshness, not the physical life of a key.
 */
public final class ClockedKvStore extends ForwardingKvStore {

    private final MicroClock clock;

    public ClockedKvStore(KvStore store, MicroClock clock) {
        super(store);
        this.clock = clock;
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return delegate().apply(key, new Clocked<>(transition, clock.micros()));
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        long now = clock.micros();
        Map<Key, Transition<? extends R>> clocked = new HashMap<>();
        transitions.forEach((key, transition) -> clocked.put(key, new Clocked<>(transition, now)));
        return delegate().applyAll(clocked);
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return delegate().applyNow(key, new Clocked<>(transition, clock.micros()));
    }

    @Override
    public long nowMicros(Key key) {
        return clock.micros();
    }

    private record Clocked<R>(Transition<R> transition, long micros) implements Transition<R> {

        @Override
        public Script script() {
            return transition.script();
        }

        @Override
        public List<byte[]> arguments() {
            List<byte[]> arguments = new ArrayList<>(transition.arguments());
            arguments.add(Long.toString(micros).getBytes(StandardCharsets.US_ASCII));
            return arguments;
        }

        @Override
        public Step apply(@Nullable Entry entry, long nowMicros) {
            return transition.apply(entry, micros);
        }

        @Override
        public boolean creates() {
            return transition.creates();
        }

        @Override
        public R decode(Key key, byte[] reply) {
            return transition.decode(key, reply);
        }
    }
}
