package io.kvkit;

import io.kvkit.claim.StoredEntry;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking twin of {@link KvCache}.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface AsyncKvCache<K, V> {

    /** See {@link KvCache#get(Object)}. */
    CompletionStage<@Nullable V> get(K key);

    /** See {@link KvCache#get(Object, Supplier)}. */
    CompletionStage<@Nullable V> get(K key, Supplier<? extends CompletionStage<? extends @Nullable V>> loader);

    /** See {@link KvCache#put}. */
    CompletionStage<Void> put(K key, @Nullable V value);

    /** See {@link KvCache#invalidate}. */
    CompletionStage<Void> invalidate(K key);

    /** See {@link KvCache#explain}. */
    CompletionStage<StoredEntry> explain(K key);

    /** See {@link KvCache#scoped}. */
    AsyncKvCache<K, V> scoped(Object owner);
}
