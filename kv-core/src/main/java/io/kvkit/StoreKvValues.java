package io.kvkit;

import io.kvkit.codec.Codec;
import io.kvkit.codec.CodecException;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The values of one type, encoded on the way into a client and decoded on the way out. */
final class StoreKvValues<T> implements AsyncKvValues<T> {

    private final StoreKvClient client;
    private final Codec codec;
    private final Type type;

    StoreKvValues(StoreKvClient client, Codec codec, Type type) {
        this.client = client;
        this.codec = codec;
        this.type = type;
    }

    @Override
    public CompletionStage<@Nullable T> get(String key) {
        return client.get(key).thenApply(bytes -> bytes == null ? null : decoded(key, bytes));
    }

    @Override
    public CompletionStage<Void> set(String key, T value) {
        return client.set(key, encoded(key, value));
    }

    @Override
    public CompletionStage<Void> set(String key, T value, Duration ttl) {
        return client.set(key, encoded(key, value), ttl);
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(String key, T value, Duration ttl) {
        return client.setIfAbsent(key, encoded(key, value), ttl);
    }

    @Override
    public CompletionStage<KvBatch<T>> mget(Collection<String> keys) {
        return client.mget(keys).thenApply(this::decoded);
    }

    @Override
    public CompletionStage<KvBatch<Boolean>> mset(Map<String, T> values, Duration ttl) {
        Map<String, byte[]> encoded = new HashMap<>();
        values.forEach((key, value) -> encoded.put(key, encoded(key, value)));
        return client.mset(encoded, ttl);
    }

    private byte[] encoded(String key, T value) {
        try {
            return codec.encode(value, type);
        } catch (CodecException e) {
            throw refused("set", key, e);
        }
    }

    // The codec was given the type that the caller named.
    @SuppressWarnings("unchecked")
    private T decoded(String key, byte[] bytes) {
        try {
            return (T) codec.decode(bytes, type);
        } catch (CodecException e) {
            throw refused("get", key, e);
        }
    }

    private KvBatch<T> decoded(KvBatch<byte[]> batch) {
        Map<String, T> values = new HashMap<>();
        Map<String, KvException> failures = new HashMap<>(batch.failures());
        batch.values().forEach((key, bytes) -> {
            try {
                values.put(key, decoded(key, bytes));
            } catch (KvException e) {
                failures.put(key, e);
            }
        });
        return new KvBatch<>(values, failures);
    }

    private KvException refused(String operation, String key, CodecException reason) {
        return new KvException(
                Kind.PERMANENT,
                Outcome.NOT_APPLIED,
                operation,
                client.key(key),
                String.valueOf(reason.getMessage()),
                reason);
    }
}
