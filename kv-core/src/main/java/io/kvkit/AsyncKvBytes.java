package io.kvkit;

import io.kvkit.store.Batch;
import io.kvkit.store.TtlResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking variant of {@link KvBytes}.
 *
 * <pre>{@code
 * client.async().increment("visits:home").thenAccept(visits -> show(visits));
 * }</pre>
 *
 * @since 0.1
 */
public interface AsyncKvBytes {

    /** See {@link KvBytes#get}. */
    CompletionStage<byte @Nullable []> get(String key);

    /** See {@link KvBytes#set(String, byte[])}. */
    CompletionStage<Void> set(String key, byte[] value);

    /** See {@link KvBytes#set(String, byte[], Duration)}. */
    CompletionStage<Void> set(String key, byte[] value, Duration ttl);

    /** See {@link KvBytes#delete}. */
    CompletionStage<Boolean> delete(String key);

    /** See {@link KvBytes#exists}. */
    CompletionStage<Boolean> exists(String key);

    /** See {@link KvBytes#mget}. */
    CompletionStage<Batch<String, byte[]>> mget(Collection<String> keys);

    /** See {@link KvBytes#mset(Map)}. */
    CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values);

    /** See {@link KvBytes#mset(Map, Duration)}. */
    CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values, Duration ttl);

    /** See {@link KvBytes#deleteMany}. */
    CompletionStage<Batch<String, Boolean>> deleteMany(Collection<String> keys);

    /** See {@link KvBytes#scan}. */
    CompletionStage<List<String>> scan(String prefix, int limit);

    /** See {@link KvBytes#setIfAbsent(String, byte[])}. */
    CompletionStage<Boolean> setIfAbsent(String key, byte[] value);

    /** See {@link KvBytes#setIfAbsent(String, byte[], Duration)}. */
    CompletionStage<Boolean> setIfAbsent(String key, byte[] value, Duration ttl);

    /** See {@link KvBytes#increment(String)}. */
    CompletionStage<Long> increment(String key);

    /** See {@link KvBytes#increment(String, long, Duration)}. */
    CompletionStage<Long> increment(String key, long by, Duration ttlIfNew);

    /** See {@link KvBytes#compareAndSet(String, byte[], byte[])}. */
    CompletionStage<Boolean> compareAndSet(String key, byte[] expected, byte[] value);

    /** See {@link KvBytes#compareAndSet(String, byte[], byte[], Duration)}. */
    CompletionStage<Boolean> compareAndSet(String key, byte[] expected, byte[] value, Duration ttl);

    /** See {@link KvBytes#compareAndDelete}. */
    CompletionStage<Boolean> compareAndDelete(String key, byte[] expected);

    /** See {@link KvBytes#expire}. */
    CompletionStage<Boolean> expire(String key, Duration ttl);

    /** See {@link KvBytes#ttl}. */
    CompletionStage<TtlResult> ttl(String key);
}
