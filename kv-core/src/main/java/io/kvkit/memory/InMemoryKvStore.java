package io.kvkit.memory;

import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.LiveRecords;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.Lookup;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Signals;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded store inside this JVM, for tests, development and applications with one process.
 *
 * <p>Every stage is complete when it is returned. Changes of one key are atomic; changes of different keys do not wait
 * for each other. Entries expire by the given clock; nothing runs in the background. At its bound, the store drops
 * expired entries, then droppable entries that were not used for long. If there are none, it refuses a new key with
 * {@link KvException.Kind#CAPACITY}; present keys can always be changed. Entries of
 * {@linkplain io.kvkit.store.Key.Retention#KEPT kept} namespaces and entries with a live claim are never dropped. The
 * bound applies to each recipe separately, so a flood of one recipe never drops or refuses entries of another. Other
 * processes do not see the entries, and the entries are lost when the process ends. Instances are safe for use by
 * several threads.
 *
 * <pre>{@code
 * KvStore store = new InMemoryKvStore(MicroClock.system(), 10_000);
 * }</pre>
 *
 * @since 0.1
 */
public final class InMemoryKvStore implements KvStore {

    /** The default number of entries of each recipe. */
    public static final int DEFAULT_MAX_ENTRIES = 100_000;

    private final Areas areas;
    private final Changes changes;
    private final Runnable end;

    /** Creates a store with this machine's clock and {@value #DEFAULT_MAX_ENTRIES} entries of each recipe. */
    public InMemoryKvStore() {
        this(MicroClock.system(), DEFAULT_MAX_ENTRIES);
    }

    /** Creates a store with a clock and {@value #DEFAULT_MAX_ENTRIES} entries of each recipe. */
    public InMemoryKvStore(MicroClock clock) {
        this(clock, DEFAULT_MAX_ENTRIES);
    }

    /**
     * Creates a store with a clock and a bound.
     *
     * @param clock the clock of expiry and of transitions
     * @param maxEntries the maximum number of entries of each recipe; positive
     */
    public InMemoryKvStore(MicroClock clock, int maxEntries) {
        this.areas = new Areas(clock, maxEntries);
        this.changes = new Changes(areas);
        this.end = areas::close;
    }

    private InMemoryKvStore(Areas areas) {
        this.areas = areas;
        this.changes = new Changes(areas);
        this.end = () -> {};
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return stage(() -> copy(key));
    }

    @Override
    public Lookup getNow(Key key) {
        Cell cell = changes.live(key, "get");
        Entry entry = cell == null ? null : cell.entry();
        return new Lookup(entry == null || entry.equals(LiveCell.GONE) ? null : entry.value());
    }

    private byte @Nullable [] copy(Key key) {
        byte[] value = getNow(key).value();
        return value == null ? null : value.clone();
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return stage(() -> {
            changes.put(key, value, ttl);
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return stage(() -> changes.remove(key));
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return stage(() -> changes.live(key, "exists") != null);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return each(new HashSet<>(keys), this::copy);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return each(values.keySet(), key -> {
            changes.put(key, Objects.requireNonNull(values.get(key)), ttl);
            return true;
        });
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return each(new HashSet<>(keys), changes::remove);
    }

    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return stage(() -> {
            areas.requireOpen("scan", null);
            return areas.texts(prefix, limit);
        });
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return stage(() -> applyNow(key, transition));
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return each(transitions.keySet(), key -> applied(key, transitions.get(key)));
    }

    @Override
    public <R> R applyNow(Key key, Transition<R> transition) {
        return transition instanceof LiveTransition<R> live
                ? changes.step(key, live)
                : transition.decode(key, changes.change(key, transition.script().name(), transition::apply));
    }

    @Override
    public LiveRecords liveRecords(Key key) {
        return areas.of(key);
    }

    @Override
    public long nowMicros(Key key) {
        return areas.nowMicros();
    }

    @Override
    public long recentMicros(Key key) {
        return areas.recentMicros();
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        long start = System.nanoTime();
        Map<String, String> details = Map.of(
                "type", "memory",
                "entries", Integer.toString(areas.size()),
                "maxEntries", Integer.toString(areas.bound()));
        return CompletableFuture.completedFuture(
                new StoreHealth(!areas.isClosed(), Duration.ofNanos(Math.max(1, System.nanoTime() - start)), details));
    }

    /**
     * {@inheritDoc} A listener is notified of a change before the call that made it returns. An expired record gives a
     * signal when a read, a change or an eviction finds it. Closing the store signals that anything may have changed.
     */
    @Override
    public Optional<Signals> signals() {
        return Optional.of(areas.listeners());
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.IMMEDIATE);
    }

    @Override
    public KvStore withTimeout(Duration timeout) {
        return new InMemoryKvStore(areas);
    }

    @Override
    public void close() {
        end.run();
    }

    private <R> R applied(Key key, @Nullable Transition<? extends R> transition) {
        try {
            return applyNow(key, Objects.requireNonNull(transition, "transition"));
        } catch (RuntimeException e) {
            throw KvException.thrown("applyAll", key, e);
        }
    }

    private static <V> CompletionStage<Batch<Key, V>> each(Set<Key> keys, Function<Key, @Nullable V> operation) {
        Map<Key, V> values = new HashMap<>();
        Map<Key, KvException> failures = new HashMap<>();
        for (Key key : keys) {
            try {
                V value = operation.apply(key);
                if (value != null) {
                    values.put(key, value);
                }
            } catch (KvException e) {
                failures.put(key, e);
            }
        }
        return CompletableFuture.completedFuture(new Batch<>(values, failures));
    }

    private static <T extends @Nullable Object> CompletionStage<T> stage(Supplier<T> work) {
        try {
            return CompletableFuture.completedFuture(work.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
