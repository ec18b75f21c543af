package io.kvkit;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.StageDriver;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheEntry;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.Refresh;
import io.kvkit.recipe.cache.RefreshGuard;
import io.kvkit.recipe.cache.StoredResult;
import io.kvkit.recipe.cache.bulk.BulkCall;
import io.kvkit.recipe.cache.bulk.BulkGuard;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The entries of one cache, on the recipe that the annotations use. */
record StagedKvCache<K, V>(
        Cache cache,
        NamedKeys keys,
        Supplier<CacheSettings> settings,
        CacheRules rules,
        ResultCodec codec,
        StageDriver driver,
        Decoding decoding)
        implements AsyncKvCache<K, V> {

    CacheCall call(K key) {
        return new CacheCall(keys.of(key), settings.get(), codec, rules);
    }

    @Override
    public CompletionStage<@Nullable V> get(K key) {
        CacheCall call = call(key);
        Answer near = cache.nearby(call);
        return near == null
                ? decoding.of(cache.stored(call), found -> value(call, found))
                : CompletableFuture.completedFuture(ClientCalls.<V>typed(near.value()));
    }

    @Nullable
    V value(CacheCall call, @Nullable StoredResult found) {
        return found == null ? null : ClientCalls.typed(cache.value(call, found));
    }

    @Override
    public CompletionStage<@Nullable V> get(K key, Supplier<? extends CompletionStage<? extends @Nullable V>> loader) {
        Objects.requireNonNull(loader, "loader");
        return driver.run(cache.guard(), call(key), args -> loader.get()).thenApply(ClientCalls::<V>typed);
    }

    @Override
    public CompletionStage<Map<K, V>> getAll(
            Collection<? extends K> some,
            Function<? super List<K>, ? extends CompletionStage<? extends @Nullable Map<? extends K, ? extends V>>>
                    loader) {
        Objects.requireNonNull(loader, "loader");
        return driver.run(bulk(), calls(some), args -> loader.apply(ValuesByKey.missing(args)))
                .thenApply(ValuesByKey::<K, V>typed);
    }

    BulkGuard bulk() {
        return new BulkGuard(cache);
    }

    BulkCall calls(Collection<? extends K> some) {
        CacheSettings present = settings.get();
        return BulkCall.of(some, key -> new CacheCall(keys.of(key), present, codec, rules), new ValuesByKey(keys::of));
    }

    @Override
    public CompletionStage<@Nullable V> getOrRefresh(
            K key, Function<Refresh<V>, ? extends CompletionStage<? extends @Nullable V>> loader) {
        Objects.requireNonNull(loader, "loader");
        return driver.run(refreshing(), refreshed(key), args -> loader.apply(refresh(args)))
                .thenApply(ClientCalls::<V>typed);
    }

    CallGuard<CacheCall> refreshing() {
        return new RefreshGuard(cache.guard(), new Object[1], 0);
    }

    CacheCall refreshed(K key) {
        return new CacheCall(keys.of(key), settings.get(), codec, rules.takingOldValues());
    }

    @SuppressWarnings("unchecked")
    static <V> Refresh<V> refresh(@Nullable Object @Nullable [] args) {
        Object given = args == null ? null : args[0];
        return given == null ? Refresh.none() : (Refresh<V>) given;
    }

    @Override
    public CompletionStage<Void> put(K key, @Nullable V value) {
        return cache.put(call(key), value);
    }

    @Override
    public CompletionStage<Void> put(K key, @Nullable V value, Duration ttl) {
        CacheSettings other = settings.get().withTtl(Ttl.of(ttl).millis());
        return cache.put(new CacheCall(keys.of(key), other, codec, rules), value);
    }

    @Override
    public CompletionStage<Void> invalidate(K key) {
        return cache.invalidate(keys.of(key));
    }

    @Override
    public CompletionStage<Void> invalidateAll(Collection<? extends K> all) {
        return cache.invalidate(all.stream().map(keys::of).toList());
    }

    @Override
    public CompletionStage<Void> invalidateTags(Collection<String> tags) {
        requireTagged();
        return cache.invalidateTags(keys.namespace(), ClientRules.written(tags));
    }

    @Override
    public CompletionStage<Void> clear() {
        requireTagged();
        return cache.invalidateAll(keys.namespace());
    }

    @Override
    public StagedKvCache<K, V> tagged(Function<? super V, ? extends Collection<String>> tags) {
        Objects.requireNonNull(tags, "tags");
        requireTagged();
        return ruled(new ClientRules(rules, value -> tags.apply(ClientCalls.<V>typed(value))));
    }

    @Override
    public StagedKvCache<K, V> with(CacheRules other) {
        Objects.requireNonNull(other, "rules");
        return ruled(new ClientRules(other, null));
    }

    private StagedKvCache<K, V> ruled(CacheRules other) {
        return new StagedKvCache<>(cache, keys, settings, other, codec, driver, decoding);
    }

    private void requireTagged() {
        CacheSettings present = settings.get();
        if (!present.tagged()) {
            throw new IllegalStateException("The values of the cache \"" + present.name()
                    + "\" have no tags and are removed by key only. Set kv.cache.caches." + present.name()
                    + ".tagged=true, or use CacheSettings.withTagged(true)");
        }
    }

    @Override
    public CompletionStage<CacheEntry> explain(K key) {
        return cache.explain(call(key));
    }

    @Override
    public StagedKvCache<K, V> scoped(Object owner) {
        return new StagedKvCache<>(cache, keys.scoped(owner), settings, rules, codec, driver, decoding);
    }
}
