package io.kvkit;

import io.kvkit.codec.Codec;
import io.kvkit.codec.CodecException;
import io.kvkit.store.Batch;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Ttl;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
        return client.get(key).thenApply(bytes -> bytes == null ? null : decoded("get", key, bytes));
    }

    @Override
    public CompletionStage<Void> set(String key, T value) {
        return set(key, value, Ttl.NONE);
    }

    @Override
    public CompletionStage<Void> set(String key, T value, Duration ttl) {
        return set(key, value, Ttl.of(ttl));
    }

    private CompletionStage<Void> set(String key, T value, Ttl ttl) {
        return written("set", key, value, bytes -> client.set(key, bytes, ttl));
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(String key, T value) {
        return setIfAbsent(key, value, Ttl.NONE);
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(String key, T value, Duration ttl) {
        return setIfAbsent(key, value, Ttl.of(ttl));
    }

    private CompletionStage<Boolean> setIfAbsent(String key, T value, Ttl ttl) {
        return written("setIfAbsent", key, value, bytes -> client.setIfAbsent(key, bytes, ttl));
    }

    @Override
    public CompletionStage<Batch<String, T>> mget(Collection<String> keys) {
        return client.mget(keys).thenApply(this::decoded);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> mset(Map<String, T> values) {
        return mset(values, Ttl.NONE);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> mset(Map<String, T> values, Duration ttl) {
        return mset(values, Ttl.of(ttl));
    }

    private CompletionStage<Batch<String, Boolean>> mset(Map<String, T> values, Ttl ttl) {
        Map<String, byte[]> encoded = new HashMap<>();
        Map<String, KvException> failures = new HashMap<>();
        values.forEach((key, value) -> {
            try {
                encoded.put(key, encoded("mset", key, value));
            } catch (KvException e) {
                failures.put(key, e);
            }
        });
        return client.mset(encoded, ttl).thenApply(written -> {
            failures.putAll(written.failures());
            return new Batch<>(written.values(), failures);
        });
    }

    private <R> CompletionStage<R> written(
            String operation, String key, T value, Function<byte[], CompletionStage<R>> write) {
        byte[] bytes;
        try {
            bytes = encoded(operation, key, value);
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return write.apply(bytes);
    }

    private byte[] encoded(String operation, String key, T value) {
        try {
            return codec.encode(value, type);
        } catch (CodecException e) {
            throw refused(operation, key, e);
        }
    }

    // The codec was given the type that the caller named.
    @SuppressWarnings("unchecked")
    private T decoded(String operation, String key, byte[] bytes) {
        try {
            return (T) codec.decode(bytes, type);
        } catch (CodecException e) {
            throw refused(operation, key, e);
        }
    }

    private Batch<String, T> decoded(Batch<String, byte[]> batch) {
        Map<String, T> values = new HashMap<>();
        Map<String, KvException> failures = new HashMap<>(batch.failures());
        batch.values().forEach((key, bytes) -> {
            try {
                values.put(key, decoded("mget", key, bytes));
            } catch (KvException e) {
                failures.put(key, e);
            }
        });
        return new Batch<>(values, failures);
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
