package io.kvkit;

import io.kvkit.store.Batch;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one type in a {@link KvClient}, encoded by its codec: JSON, or text and bytes unchanged.
 *
 * <p>The keys are those of the client: what you write here can be read there as bytes. If a value cannot be encoded or
 * would come back as a different value, or if bytes are not a value of the type, the methods throw a
 * {@link KvException} of kind PERMANENT and change nothing.
 *
 * <pre>{@code
 * KvValues<List<Price>> history = client.values(new TypeRef<List<Price>>() {});
 * history.set("history:sku-1", prices, Duration.ofDays(1));
 * }</pre>
 *
 * @param <T> the type
 * @since 0.1
 */
public interface KvValues<T> {

    /** Reads a value; returns null if the key is missing. */
    @Nullable
    T get(String key);

    /** Writes a value that does not expire. */
    void set(String key, T value);

    /** Writes a value together with its expiry. */
    void set(String key, T value, Duration ttl);

    /** Writes a value that does not expire if the key is missing, and returns whether it did. */
    boolean setIfAbsent(String key, T value);

    /** Writes a value together with its expiry if the key is missing, and returns whether it did. */
    boolean setIfAbsent(String key, T value, Duration ttl);

    /**
     * Reads several values; missing keys are absent. Bytes that are not a value of the type are a failure of their key.
     */
    Batch<String, T> mget(Collection<String> keys);

    /** Writes several values that do not expire. A value that cannot be encoded is a failure of its key. */
    Batch<String, Boolean> mset(Map<String, T> values);

    /**
     * Writes several values, each atomically with its expiry. A value that cannot be encoded is a failure of its key.
     */
    Batch<String, Boolean> mset(Map<String, T> values, Duration ttl);
}
