package io.kvkit.tck;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveRecords;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.Lookup;
import io.kvkit.store.Signals;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store that hands everything to another one; what a test wants to be different is overridden. */
public abstract class ForwardingKvStore implements KvStore {

    private final KvStore store;

    protected ForwardingKvStore(KvStore store) {
        this.store = store;
    }

    /** The store behind this one. */
    protected final KvStore delegate() {
        return store;
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return store.get(key);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return store.getNow(key);
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return store.set(key, value, ttl);
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return store.delete(key);
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return store.exists(key);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return store.mget(keys);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return store.mset(values, ttl);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return store.deleteMany(keys);
    }

    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return store.scan(prefix, limit);
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return store.apply(key, transition);
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return store.applyAll(transitions);
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return store.applyNow(key, transition);
    }

    /** All steps take one way, so that what overrides it sees them. */
    @Override
    public @Nullable LiveRecords liveRecords(Key key) {
        return store.liveRecords(key) == null ? null : new Unknown();
    }

    private static final class Unknown implements LiveRecords {

        @Override
        public @Nullable LiveRecord find(Key key) {
            return null;
        }

        @Override
        public <R> @Nullable R step(Key key, LiveRecord record, LiveTransition<R> transition) {
            return null;
        }
    }

    @Override
    public long nowMicros(Key key) {
        return store.nowMicros(key);
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return store.health();
    }

    @Override
    public StorePart partOf(Key key) {
        return store.partOf(key);
    }

    @Override
    public CompletionStage<StoreHealth> health(StorePart part) {
        return part == StorePart.WHOLE ? health() : store.health(part);
    }

    @Override
    public Optional<Signals> signals() {
        return store.signals();
    }

    @Override
    public Set<Capability> capabilities() {
        return store.capabilities();
    }

    @Override
    public KvStore durable(Durability durability) {
        return durability.isAwaited() ? store.durable(durability) : this;
    }

    @Override
    public KvStore withTimeout(Duration timeout) {
        return this;
    }

    @Override
    public void close() {
        store.close();
    }
}
