package io.kvkit;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.StageDriver;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheEntry;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.StoredResult;
import io.kvkit.store.KeyEscape;
import java.util.Collection;
import java.util.List;
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
        CacheSettings settings,
        CacheRules rules,
        ResultCodec codec,
        StageDriver driver,
        Decoding decoding)
        implements AsyncKvCache<K, V> {

    CacheCall call(K key) {
        return new CacheCall(keys.of(key), settings, codec, rules);
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
    public CompletionStage<Void> put(K key, @Nullable V value) {
        return cache.put(call(key), value);
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
        return cache.invalidateTags(keys.namespace(), written(tags));
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
        return new StagedKvCache<>(cache, keys, settings, new TagRules<>(tags), codec, driver, decoding);
    }

    private void requireTagged() {
        if (!settings.tagged()) {
            throw new IllegalStateException("The values of the cache \"" + settings.name()
                    + "\" have no tags and are removed by key only. Set kv.cache.caches." + settings.name()
                    + ".tagged=true, or use CacheSettings.withTagged(true)");
        }
    }

    private record TagRules<V>(Function<? super V, ? extends Collection<String>> tags) implements CacheRules {

        @Override
        public Collection<String> tags(@Nullable Object result) {
            return result == null ? List.of() : written(this.tags.apply(ClientCalls.<V>typed(result)));
        }
    }

    // As annotations write them.
    private static Collection<String> written(Collection<String> tags) {
        return tags.stream()
                .filter(tag -> tag != null && !tag.isBlank())
                .map(KeyEscape::of)
                .toList();
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
