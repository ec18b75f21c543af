package io.kvkit.recipe.gathering;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
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

/**
 * The view of a store whose reads and changes of one key are gathered.
 *
 * @param store the store, or its view for durable changes
 */
record GatheringStore(Gathering gathering, KvStore store) implements KvStore {

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return gathering.get(key);
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return gathering.apply(store, key, transition);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return store.getNow(key);
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return store.applyNow(key, transition);
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
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return store.applyAll(transitions);
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
        return store.health(part);
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
    public KvStore withTimeout(Duration timeout) {
        return store.withTimeout(timeout);
    }

    /** {@inheritDoc} Its changes are gathered too, apart from the others. */
    @Override
    public KvStore durable(Durability durability) {
        return new GatheringStore(gathering, store.durable(durability));
    }

    /** Does nothing: the store belongs to others. */
    @Override
    public void close() {}
}
