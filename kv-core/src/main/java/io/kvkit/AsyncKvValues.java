package io.kvkit;

import io.kvkit.store.Batch;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking variant of {@link KvValues}.
 *
 * <pre>{@code
 * client.async().values(Price.class).get("sku-1").thenAccept(price -> show(price));
 * }</pre>
 *
 * @param <T> the type
 * @since 0.1
 */
public interface AsyncKvValues<T> {

    /** See {@link KvValues#get}. */
    CompletionStage<@Nullable T> get(String key);

    /** See {@link KvValues#set(String, Object)}. */
    CompletionStage<Void> set(String key, T value);

    /** See {@link KvValues#set(String, Object, Duration)}. */
    CompletionStage<Void> set(String key, T value, Duration ttl);

    /** See {@link KvValues#setIfAbsent(String, Object)}. */
    CompletionStage<Boolean> setIfAbsent(String key, T value);

    /** See {@link KvValues#setIfAbsent(String, Object, Duration)}. */
    CompletionStage<Boolean> setIfAbsent(String key, T value, Duration ttl);

    /** See {@link KvValues#mget}. */
    CompletionStage<Batch<String, T>> mget(Collection<String> keys);

    /** See {@link KvValues#mset(Map)}. */
    CompletionStage<Batch<String, Boolean>> mset(Map<String, T> values);

    /** See {@link KvValues#mset(Map, Duration)}. */
    CompletionStage<Batch<String, Boolean>> mset(Map<String, T> values, Duration ttl);
}
