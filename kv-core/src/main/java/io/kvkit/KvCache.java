package io.kvkit;

import io.kvkit.recipe.cache.CacheEntry;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.Refresh;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache: those that {@code @Cached} methods with its name keep and read.
 *
 * <p>Keys have the same text as those of the annotations: pass the value of the {@code key} expression, and a list for
 * a composite key. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * KvCache<Long, Product> products = client.cache("products", Product.class);
 * Product product = products.get(17L, () -> catalog.load(17L));
 * products.invalidate(17L);
 * }</pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public interface KvCache<K, V> {

    /**
     * Reads a value; returns null if no fresh value of the type is stored, or if null is stored.
     *
     * @throws KvException if the store fails
     */
    @Nullable
    V get(K key);

    /**
     * Returns a value from the cache, or computes and stores it, with the promises of {@link KvClient#guardedGet}.
     *
     * @param loader computes the value on the calling thread
     */
    @Nullable
    V get(K key, Supplier<? extends @Nullable V> loader);

    /**
     * Returns the values of several keys, and computes and stores those that are missing in one call. What the cache
     * asks of the store is sent together, and no key is computed that another call computes already. The loader is
     * called again only if such a call ends without a value. All promises of {@link KvClient#guardedGet} apply to each
     * key.
     *
     * <pre>{@code
     * Map<Long, Product> found = products.getAll(List.of(17L, 18L), missing -> catalog.loadAll(missing));
     * }</pre>
     *
     * @param keys the keys; a composite key is a list among them. Duplicates are asked for once, and without keys the
     *     loader is not called
     * @param loader computes the values of some of the keys on the calling thread. Keys without a value are absent, which
     *     the cache remembers as it does null; other keys are ignored. Null stands for no values
     * @return the values in the order of the keys, in a map that belongs to the caller; a key without a value is absent
     */
    Map<K, V> getAll(
            Collection<? extends K> keys,
            Function<? super List<K>, ? extends @Nullable Map<? extends K, ? extends V>> loader);

    /**
     * Returns a value from the cache, or computes and stores it, as {@link #get(Object, Supplier)} does. The loader gets
     * the value that it replaces, if there is one that is past its time to live and was not invalidated, and may say that
     * it is still the present one.
     *
     * @param loader computes the value on the calling thread
     */
    @Nullable
    V getOrRefresh(K key, Function<Refresh<V>, ? extends @Nullable V> loader);

    /**
     * Replaces a value and cancels a computation that is under way. If the value cannot be encoded or the store fails,
     * the value is not stored and the old one is removed, in the background if necessary.
     */
    void put(K key, @Nullable V value);

    /**
     * Replaces a value as {@link #put(Object, Object)} does, and keeps it for a time of its own.
     *
     * @param ttl how long the value is kept, shortened by the jitter of the cache; null is kept for its {@code nullTtl}
     */
    void put(K key, @Nullable V value, Duration ttl);

    /**
     * Removes a value and cancels a computation that is under way: its callers get their result, but the result is not
     * stored. If the store fails, the removal is repeated in the background.
     */
    void invalidate(K key);

    /**
     * Removes the values of several keys, as {@link #invalidate} removes one. They are sent to the store together, and
     * what it does not acknowledge is repeated key by key in the background.
     *
     * <pre>{@code
     * products.invalidateAll(order.lines().stream().map(Line::productId).toList());
     * }</pre>
     *
     * @param keys the keys; a composite key is a list among them
     */
    void invalidateAll(Collection<? extends K> keys);

    /**
     * Removes all values that have one of the tags, stored or under way, in one step. If the store fails, the removal is
     * repeated in the background.
     *
     * @throws IllegalStateException if the settings of the cache do not allow tags
     */
    void invalidateTags(Collection<String> tags);

    /**
     * Removes all values, of all owners, in one step, as {@link #invalidateTags} removes some.
     *
     * @throws IllegalStateException if the settings of the cache do not allow tags
     */
    void clear();

    /**
     * Returns the same entries; values that are stored through the returned object have tags.
     *
     * <pre>{@code
     * KvCache<Long, Product> products = client.<Long, Product>cache("products", Product.class)
     *     .tagged(product -> List.of("category-" + product.category()));
     * }</pre>
     *
     * @param tags returns the tags of a value, at most 32; not called for null
     * @throws IllegalStateException if the settings of the cache do not allow tags
     */
    KvCache<K, V> tagged(Function<? super V, ? extends Collection<String>> tags);

    /**
     * Returns the same entries; calls of the returned object decide by rules whether and for how long a value is stored,
     * what its tags are, and whether a stored one is still valid. They replace all rules of this object, also its tags.
     *
     * <pre>{@code
     * KvCache<String, AccessToken> tokens = client.<String, AccessToken>cache("tokens", AccessToken.class)
     *     .with(untilExpiry);
     * }</pre>
     */
    KvCache<K, V> with(CacheRules rules);

    /**
     * Returns what is known about a key: where the next call gets its value, how old the value is and how long it lives,
     * its tags, who computes the next one. It never returns the value, changes nothing, and counts as no call.
     *
     * @throws KvException if the store fails
     */
    CacheEntry explain(K key);

    /** Returns the entries of one owner, such as a tenant: those of annotations whose {@code scope} has this value. */
    KvCache<K, V> scoped(Object owner);
}
