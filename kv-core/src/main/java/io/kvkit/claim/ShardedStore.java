package io.kvkit.claim;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.LiveRecords;
import io.kvkit.store.Lookup;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A view of a store that keeps the records of {@linkplain Namespace#sharded sharded} namespaces together, many in one
 * value. There, a record that only says that something is done takes 20 bytes.
 *
 * <p>Such records are changed by the transitions of this package only, and are not listed by a scan. They cannot be set.
 * Other namespaces are stored as they are. Closing the view does nothing. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Namespace events = Namespace.of("shop", "dedupe", "billing", Retention.KEPT).sharded(8_192);
 * Claims claims = new Claims(new ShardedStore(store), timer);
 * claims.mark(events.key("4711"), Token.random(), 86_400_000);
 * }</pre>
 *
 * @since 0.1
 */
public final class ShardedStore implements KvStore {

    private final KvStore store;
    private final ToIntFunction<Namespace> shards;

    /** Creates the view of a store. */
    public ShardedStore(KvStore store) {
        this(store, Namespace::shards);
    }

    ShardedStore(KvStore store, ToIntFunction<Namespace> shards) {
        this.store = store;
        this.shards = shards;
    }

    /**
     * Returns the number of shards for about so many records: each has 64 to 128 of them, so that few bytes go to the
     * shards and few are written for a step.
     */
    public static int shardsFor(long records) {
        return (int) Math.min(Long.highestOneBit(Math.max(1, records / 64)), 1 << 30);
    }

    private Place place(Key key) {
        return Place.of(key, shards.applyAsInt(key.namespace()));
    }

    private boolean isApart(Key key) {
        return shards.applyAsInt(key.namespace()) == 0;
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        Place place = place(key);
        return store.apply(place.stored(), place.within(transition));
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        Place place = place(key);
        return store.applyNow(place.stored(), place.within(transition));
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return transitions.keySet().stream().allMatch(this::isApart)
                ? store.applyAll(transitions)
                : ShardBatch.apply(store, transitions, this::place);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        if (isApart(key)) {
            return store.get(key);
        }
        Place place = place(key);
        return store.get(place.stored()).thenApply(bytes -> place.record(bytes, nowMicros(key)));
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        if (keys.stream().allMatch(this::isApart)) {
            return store.mget(keys);
        }
        List<Place> places = keys.stream().distinct().map(this::place).toList();
        return store.mget(places.stream().map(Place::stored).distinct().toList())
                .thenApply(read -> records(places, read));
    }

    private Batch<Key, byte[]> records(List<Place> places, Batch<Key, byte[]> read) {
        Map<Key, byte[]> values = new HashMap<>();
        Map<Key, KvException> failures = new HashMap<>();
        for (Place place : places) {
            byte[] record = place.record(read.values().get(place.stored()), nowMicros(place.key()));
            KvException failure = read.failures().get(place.stored());
            if (record != null) {
                values.put(place.key(), record);
            } else if (failure != null) {
                failures.put(place.key(), failure);
            }
        }
        return new Batch<>(values, failures);
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return isApart(key) ? store.exists(key) : get(key).thenApply(bytes -> bytes != null);
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return isApart(key) ? store.getNow(key) : null;
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return isApart(key) ? store.delete(key) : apply(key, ClaimTransitions.invalidate(null));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        Map<Key, Transition<Boolean>> deletions = new HashMap<>();
        keys.forEach(key -> deletions.put(key, ClaimTransitions.invalidate(null)));
        return keys.stream().allMatch(this::isApart) ? store.deleteMany(keys) : applyAll(deletions);
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return isApart(key) ? store.set(key, value, ttl) : CompletableFuture.failedFuture(refusal("set", key));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        List<Key> together =
                values.keySet().stream().filter(key -> !isApart(key)).toList();
        return together.isEmpty()
                ? store.mset(values, ttl)
                : CompletableFuture.failedFuture(refusal("mset", together.get(0)));
    }

    private static KvException refusal(String operation, Key key) {
        return KvException.permanent(operation, key, "the records of this name are stored together; use claims");
    }

    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return store.scan(prefix, limit);
    }

    @Override
    public @Nullable LiveRecords liveRecords(Key key) {
        return isApart(key) ? store.liveRecords(key) : null;
    }

    @Override
    public long nowMicros(Key key) {
        return store.nowMicros(place(key).stored());
    }

    @Override
    public long recentMicros(Key key) {
        return store.recentMicros(place(key).stored());
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return store.health();
    }

    @Override
    public StorePart partOf(Key key) {
        return store.partOf(place(key).stored());
    }

    @Override
    public CompletionStage<StoreHealth> health(StorePart part) {
        return store.health(part);
    }

    // A signal names a whole shard, and comes for each change of any of its records: it would say too little, too
    // often.
    @Override
    public Optional<Signals> signals() {
        return store.signals()
                .map(all -> (namespace, listener) -> shards.applyAsInt(namespace) == 0
                        ? all.listen(namespace, listener)
                        : Signals.Subscription.DEAF);
    }

    @Override
    public KvStore durable(Durability durability) {
        return new ShardedStore(store.durable(durability), shards);
    }

    @Override
    public Set<Capability> capabilities() {
        return store.capabilities();
    }

    @Override
    public KvStore withTimeout(Duration timeout) {
        return new ShardedStore(store.withTimeout(timeout), shards);
    }

    @Override
    public void close() {}
}
