package io.kvkit;

import io.kvkit.recipe.cache.CacheEntry;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.Refresh;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking variant of {@link KvCache}.
 *
 * <pre>{@code
 * AsyncKvCache<Long, Product> products = client.async().cache("products", Product.class);
 * products.get(17L, () -> catalog.loadAsync(17L)).thenAccept(product -> show(product));
 * }</pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public interface AsyncKvCache<K, V> {

    /** See {@link KvCache#get(Object)}. */
    CompletionStage<@Nullable V> get(K key);

    /** See {@link KvCache#get(Object, Supplier)}. */
    CompletionStage<@Nullable V> get(K key, Supplier<? extends CompletionStage<? extends @Nullable V>> loader);

    /** See {@link KvCache#getAll}. */
    CompletionStage<Map<K, V>> getAll(
            Collection<? extends K> keys,
            Function<? super List<K>, ? extends CompletionStage<? extends @Nullable Map<? extends K, ? extends V>>>
                    loader);

    /** See {@link KvCache#getOrRefresh}. */
    CompletionStage<@Nullable V> getOrRefresh(
            K key, Function<Refresh<V>, ? extends CompletionStage<? extends @Nullable V>> loader);

    /** See {@link KvCache#put(Object, Object)}. */
    CompletionStage<Void> put(K key, @Nullable V value);

    /** See {@link KvCache#put(Object, Object, Duration)}. */
    CompletionStage<Void> put(K key, @Nullable V value, Duration ttl);

    /** See {@link KvCache#invalidate}. */
    CompletionStage<Void> invalidate(K key);

    /** See {@link KvCache#invalidateAll}. */
    CompletionStage<Void> invalidateAll(Collection<? extends K> keys);

    /** See {@link KvCache#invalidateTags}. */
    CompletionStage<Void> invalidateTags(Collection<String> tags);

    /** See {@link KvCache#clear}. */
    CompletionStage<Void> clear();

    /** See {@link KvCache#tagged}. */
    AsyncKvCache<K, V> tagged(Function<? super V, ? extends Collection<String>> tags);

    /** See {@link KvCache#with}. */
    AsyncKvCache<K, V> with(CacheRules rules);

    /** See {@link KvCache#explain}. */
    CompletionStage<CacheEntry> explain(K key);

    /** See {@link KvCache#scoped}. */
    AsyncKvCache<K, V> scoped(Object owner);
}
