package io.kvkit.custom;

import io.kvkit.call.Failures;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Step;
import io.kvkit.store.Steps;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that has nothing but the interface: one lock around a sorted map. It answers nothing without a stage. */
record TreeMapKvStore(TreeMap<String, Entry> map, MicroClock clock, AtomicBoolean closed, boolean isView)
        implements KvStore {

    private static final byte[] NONE = {};

    TreeMapKvStore(MicroClock clock) {
        this(new TreeMap<>(), clock, new AtomicBoolean(), false);
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return this.<byte @Nullable []>locked("get", key, () -> {
            Entry live = live(key);
            return live == null ? null : live.value().clone();
        });
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        return null;
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return this.<@Nullable Void>locked("set", key, () -> {
            write(key, new Step.Put(NONE, value.clone(), ttl, 0));
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return locked("delete", key, () -> {
            boolean there = live(key) != null;
            write(key, new Step.Delete(NONE));
            return there;
        });
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return locked("exists", key, () -> live(key) != null);
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return each(keys, this::get);
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return each(
                values.keySet(),
                key -> set(key, Objects.requireNonNull(values.get(key)), ttl).thenApply(done -> true));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return each(keys, this::delete);
    }

    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        return locked(
                "scan",
                null,
                () -> map.tailMap(prefix).entrySet().stream()
                        .takeWhile(entry -> entry.getKey().startsWith(prefix))
                        .filter(entry -> clock.micros() < entry.getValue().expiresAtMicros())
                        .limit(limit)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return locked(transition.script().name(), key, () -> {
            Step step = transition.apply(live(key), clock.micros());
            write(key, step);
            return transition.decode(key, step.reply());
        });
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public long nowMicros(Key key) {
        return clock.micros();
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return CompletableFuture.completedFuture(
                new StoreHealth(!closed.get(), Duration.ofNanos(1), Map.of("type", "tree map")));
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public KvStore withTimeout(Duration timeout) {
        return new TreeMapKvStore(map, clock, closed, true);
    }

    @Override
    public void close() {
        if (!isView) {
            closed.set(true);
        }
    }

    private void write(Key key, Step step) {
        Entry next = Steps.next(step, key, live(key), clock.micros());
        if (next == null) {
            map.remove(key.text());
        } else {
            map.put(key.text(), next);
        }
    }

    private @Nullable Entry live(Key key) {
        Entry entry = map.get(key.text());
        return entry == null || clock.micros() >= entry.expiresAtMicros() ? null : entry;
    }

    private static <V> CompletionStage<Batch<Key, V>> each(
            Collection<Key> keys, Function<Key, CompletionStage<? extends @Nullable V>> call) {
        Map<Key, V> values = new HashMap<>();
        Map<Key, KvException> failures = new HashMap<>();
        for (Key key : new HashSet<>(keys)) {
            call.apply(key).whenComplete((value, failure) -> {
                if (failure != null) {
                    failures.put(key, KvException.thrown("batch", key, Failures.unwrap(failure)));
                } else if (value != null) {
                    values.put(key, value);
                }
            });
        }
        return CompletableFuture.completedFuture(new Batch<>(values, failures));
    }

    private <T extends @Nullable Object> CompletionStage<T> locked(
            String operation, @Nullable Key key, Supplier<T> work) {
        synchronized (map) {
            if (closed.get()) {
                return CompletableFuture.failedFuture(new KvException(
                        KvException.Kind.TRANSIENT, KvException.Outcome.NOT_APPLIED, operation, key, "closed", null));
            }
            try {
                return CompletableFuture.completedFuture(work.get());
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
