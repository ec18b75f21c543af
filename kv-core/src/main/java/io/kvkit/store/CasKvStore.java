package io.kvkit.store;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Base class of stores that can read a record and replace it if it has not changed since, such as a map, a file, or a
 * table with a version column. A subclass implements these two steps and a clock; this class implements all operations
 * of {@link KvStore} with them.
 *
 * <p>A change reads the record, runs the transition in Java, and exchanges the record. If another change came first, it
 * starts again. So the transition may run several times if many threads change the same key at once.
 *
 * <p>Without an executor, the store needs no I/O and answers at once. With an executor, all work runs on its threads.
 * The store then does not keep its timeout: wrap it in a {@code ResilientKvStore}, which ends calls in time. A subclass
 * throws a {@link KvException} if the underlying storage fails.
 *
 * <pre>{@code
 * final class MapKvStore extends CasKvStore<Entry> {
 *     protected @Nullable Entry load(Key key) {
 *         return map.get(key.text());
 *     }
 *
 *     protected Entry entry(Entry found) {
 *         return found;
 *     }
 *
 *     protected boolean swap(Key key, @Nullable Entry found, @Nullable Entry next) {
 *         return found == null
 *                 ? map.putIfAbsent(key.text(), next) == null
 *                 : next == null ? map.remove(key.text(), found) : map.replace(key.text(), found, next);
 *     }
 *     ...
 * }
 * }</pre>
 *
 * @param <C> the type of a record as the subclass loads it, including what {@link #swap} compares, such as a version
 * @since 0.1
 */
public abstract class CasKvStore<C> implements KvStore {

    private static final Key PROBE =
            Namespace.of("kvkit", "health", "probe", Key.Retention.EVICTABLE).key("probe");

    private final CasCalls calls;
    private final CasChanges<C> records = new CasChanges<>(this);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Creates a store that needs no I/O. */
    protected CasKvStore() {
        this.calls = new CasCalls(null);
    }

    /** Creates a store whose {@link #load}, {@link #swap} and {@link #keys} may block. The executor runs them. */
    protected CasKvStore(Executor executor) {
        this.calls = new CasCalls(executor);
    }

    CasKvStore(CasKvStore<C> other) {
        this.calls = other.calls;
    }

    /**
     * Reads the record of a key.
     *
     * @return the record, expired or not; null if the key is missing
     * @throws KvException if that fails
     */
    protected abstract @Nullable C load(Key key);

    /** Returns the entry of a record that was read. Its bytes are not copied and must not change. */
    protected abstract Entry entry(C found);

    /**
     * Replaces the record of a key in one atomic step, if it is still the one that was found.
     *
     * @param found the result of {@link #load}; null if the key must be missing
     * @param next the new entry; null to remove the record. Not both are null
     * @return whether the record was replaced; if not, nothing was changed
     * @throws KvException if that fails, with an outcome that says whether the change may have been made
     */
    protected abstract boolean swap(Key key, @Nullable C found, @Nullable Entry next);

    /**
     * Returns the texts of the keys that start with a prefix and have not expired, each once.
     *
     * @param limit the maximum number of keys to list
     * @throws KvException if that fails
     */
    protected abstract List<String> keys(String prefix, int limit);

    /** {@inheritDoc} The method is called after a record was read, and must not block. */
    @Override
    public abstract long nowMicros(Key key);

    /** Returns details for operators; by default the type of the store. */
    protected Map<String, String> details() {
        return Map.of("type", getClass().getSimpleName());
    }

    /** Returns whether other processes see the same records; by default false. */
    protected boolean isShared() {
        return false;
    }

    /** Releases the resources of the store. Called once, when the store is closed. */
    protected void release() {}

    @Override
    public final CompletionStage<byte @Nullable []> get(Key key) {
        return calls.run("get", key, () -> records.value(key, "get"));
    }

    @Override
    public final @Nullable Lookup getNow(Key key) {
        return calls.isImmediate() ? new Lookup(calls.now("get", key, () -> records.value(key, "get"))) : null;
    }

    @Override
    public final CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        byte[] own = value.clone();
        return calls.<@Nullable Void>run("set", key, () -> {
            records.put(key, "set", own, ttl);
            return null;
        });
    }

    @Override
    public final CompletionStage<Boolean> delete(Key key) {
        return calls.run("delete", key, () -> records.remove(key, "delete"));
    }

    @Override
    public final CompletionStage<Boolean> exists(Key key) {
        return calls.run("exists", key, () -> records.isThere(key, "exists"));
    }

    @Override
    public final CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return calls.each("mget", keys, key -> records.value(key, "mget"));
    }

    @Override
    public final CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        Map<Key, byte[]> own = new HashMap<>(values);
        own.replaceAll((key, value) -> value.clone());
        return calls.each(
                "mset", own.keySet(), key -> records.put(key, "mset", Objects.requireNonNull(own.get(key)), ttl));
    }

    @Override
    public final CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return calls.each("deleteMany", keys, key -> records.remove(key, "deleteMany"));
    }

    @Override
    public final CompletionStage<List<String>> scan(String prefix, int limit) {
        return calls.run("scan", null, () -> {
            records.requireOpen("scan", null);
            return keys(prefix, limit);
        });
    }

    @Override
    public final <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        String name = transition.script().name();
        return calls.run(name, key, () -> records.apply(key, name, transition));
    }

    @Override
    public final <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        Map<Key, Transition<? extends R>> own = new HashMap<>(transitions);
        return calls.each(
                "applyAll",
                own.keySet(),
                key -> records.apply(key, "applyAll", Objects.requireNonNull(own.get(key), "transition")));
    }

    @Override
    public final <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        if (!calls.isImmediate()) {
            return null;
        }
        String name = transition.script().name();
        return calls.now(name, key, () -> records.apply(key, name, transition));
    }

    @Override
    public final CompletionStage<StoreHealth> health() {
        long start = System.nanoTime();
        return calls.run("health", PROBE, () -> records.isThere(PROBE, "health"))
                .handle((found, failure) -> {
                    Map<String, String> details = new HashMap<>(details());
                    if (failure != null) {
                        details.put("error", String.valueOf(failure.getMessage()));
                    }
                    Duration latency = Duration.ofNanos(Math.max(1, System.nanoTime() - start));
                    return new StoreHealth(failure == null, latency, details);
                });
    }

    @Override
    public final Set<Capability> capabilities() {
        Set<Capability> all = new HashSet<>();
        if (calls.isImmediate()) {
            all.add(Capability.IMMEDIATE);
        }
        if (isShared()) {
            all.add(Capability.SHARED);
        }
        return Set.copyOf(all);
    }

    @Override
    public final KvStore withTimeout(Duration timeout) {
        return new CasView<>(this);
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }

    boolean isClosed() {
        return closed.get();
    }
}
