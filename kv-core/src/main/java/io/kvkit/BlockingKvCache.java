package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.call.Decision.Answer;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheEntry;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.Refresh;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of a cache, and runs loaders and the codec on the caller's thread. */
record BlockingKvCache<K, V>(StagedKvCache<K, V> async, CallerThread caller) implements KvCache<K, V> {

    @Override
    public @Nullable V get(K key) {
        CacheCall call = async.call(key);
        Answer near = async.cache().nearby(call);
        return near == null ? async.value(call, join(async.cache().stored(call))) : ClientCalls.typed(near.value());
    }

    @Override
    public @Nullable V get(K key, Supplier<? extends @Nullable V> loader) {
        Objects.requireNonNull(loader, "loader");
        return ClientCalls.typed(caller.run(async.cache().guard(), async.call(key), args -> loader.get()));
    }

    @Override
    public Map<K, V> getAll(
            Collection<? extends K> keys,
            Function<? super List<K>, ? extends @Nullable Map<? extends K, ? extends V>> loader) {
        Objects.requireNonNull(loader, "loader");
        return ValuesByKey.typed(
                caller.run(async.bulk(), async.calls(keys), args -> loader.apply(ValuesByKey.missing(args))));
    }

    @Override
    public @Nullable V getOrRefresh(K key, Function<Refresh<V>, ? extends @Nullable V> loader) {
        Objects.requireNonNull(loader, "loader");
        return ClientCalls.typed(caller.run(
                async.refreshing(), async.refreshed(key), args -> loader.apply(StagedKvCache.refresh(args))));
    }

    @Override
    public void put(K key, @Nullable V value) {
        join(async.put(key, value));
    }

    @Override
    public void put(K key, @Nullable V value, Duration ttl) {
        join(async.put(key, value, ttl));
    }

    @Override
    public void invalidate(K key) {
        join(async.invalidate(key));
    }

    @Override
    public void invalidateAll(Collection<? extends K> all) {
        join(async.invalidateAll(all));
    }

    @Override
    public void invalidateTags(Collection<String> tags) {
        join(async.invalidateTags(tags));
    }

    @Override
    public void clear() {
        join(async.clear());
    }

    @Override
    public KvCache<K, V> tagged(Function<? super V, ? extends Collection<String>> tags) {
        return new BlockingKvCache<>(async.tagged(tags), caller);
    }

    @Override
    public KvCache<K, V> with(CacheRules rules) {
        return new BlockingKvCache<>(async.with(rules), caller);
    }

    @Override
    public CacheEntry explain(K key) {
        return join(async.explain(key));
    }

    @Override
    public KvCache<K, V> scoped(Object owner) {
        return new BlockingKvCache<>(async.scoped(owner), caller);
    }
}
