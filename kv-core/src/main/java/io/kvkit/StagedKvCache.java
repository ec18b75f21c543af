package io.kvkit;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.StageDriver;
import io.kvkit.claim.StoredEntry;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.StoredResult;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The entries of one cache, on the recipe that the annotations use. */
record StagedKvCache<K, V>(
        Cache cache, NamedKeys keys, CacheSettings settings, ResultCodec codec, StageDriver driver, Decoding decoding)
        implements AsyncKvCache<K, V> {

    CacheCall call(K key) {
        return CacheCall.of(keys.of(key), settings, codec);
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
    public CompletionStage<StoredEntry> explain(K key) {
        return cache.explain(keys.of(key));
    }

    @Override
    public StagedKvCache<K, V> scoped(Object owner) {
        return new StagedKvCache<>(cache, keys.scoped(owner), settings, codec, driver, decoding);
    }
}
