package io.kvkit;

import io.kvkit.claim.StoredEntry;
import io.kvkit.store.KvException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache: those that {@code @Cached} methods with its name keep and read.
 *
 * <p>A key is written as the annotations write theirs: what a {@code key} expression gives is the key here, a list is a
 * composite key. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * KvCache<Long, Product> products = client.cache("products", Product.class);
 * Product product = products.get(17L, () -> catalog.load(17L));
 * products.invalidate(17L);
 * }</pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface KvCache<K, V> {

    /**
     * Reads a value; null if nothing fresh is stored, or if null is stored.
     *
     * @throws KvException if the store fails
     */
    @Nullable
    V get(K key);

    /**
     * Gives a value from the cache, or computes and keeps it, with the promises of {@link KvClient#guardedGet}.
     *
     * @param loader computes the value on this thread
     */
    @Nullable
    V get(K key, Supplier<? extends @Nullable V> loader);

    /**
     * Stores a value in place of what is there, and cancels a computation under way. It is not stored if it cannot be
     * encoded or the store fails; then the old one is removed, in the background if necessary.
     */
    void put(K key, @Nullable V value);

    /**
     * Removes a value and cancels a computation under way: its callers get their result, which is not stored. If the store
     * fails, the removal is repeated in the background.
     */
    void invalidate(K key);

    /**
     * Tells what is stored under a key, and changes nothing.
     *
     * @throws KvException if the store fails
     */
    StoredEntry explain(K key);

    /** The entries of one owner, as of a tenant: those of annotations whose {@code scope} gives the same. */
    KvCache<K, V> scoped(Object owner);
}
