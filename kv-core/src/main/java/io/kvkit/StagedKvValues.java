package io.kvkit;

import io.kvkit.store.Batch;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of one type, which are stored as bytes. */
record StagedKvValues<T>(StagedKvBytes bytes, ValueFormat<T> format, Decoding decoding) implements AsyncKvValues<T> {

    @Override
    public CompletionStage<@Nullable T> get(String key) {
        return decoding.of(bytes.get(key), found -> format.decode("get", key, found));
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
        return written("set", key, value, encoded -> bytes.set(key, encoded, ttl));
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
        return written("setIfAbsent", key, value, encoded -> bytes.setIfAbsent(key, encoded, ttl));
    }

    @Override
    public CompletionStage<Batch<String, T>> mget(Collection<String> keys) {
        return decoding.of(bytes.mget(keys), batch -> format.decode("mget", batch));
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
                encoded.put(key, format.encode("mset", key, value));
            } catch (KvException e) {
                failures.put(key, e);
            }
        });
        return bytes.mset(encoded, ttl).thenApply(written -> {
            failures.putAll(written.failures());
            return new Batch<>(written.values(), failures);
        });
    }

    private <R> CompletionStage<R> written(
            String operation, String key, T value, Function<byte[], CompletionStage<R>> write) {
        byte[] encoded;
        try {
            encoded = format.encode(operation, key, value);
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return write.apply(encoded);
    }
}
