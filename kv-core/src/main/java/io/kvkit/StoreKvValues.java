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
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of one type, encoded on the way into a client and decoded on the way out. */
final class StoreKvValues<T> implements AsyncKvValues<T> {

    private final StoreKvClient client;
    private final ValueFormat<T> format;
    private final Executor executor;

    StoreKvValues(StoreKvClient client, ValueFormat<T> format, Executor executor) {
        this.client = client;
        this.format = format;
        this.executor = executor;
    }

    @Override
    public CompletionStage<@Nullable T> get(String key) {
        return read(client.get(key), bytes -> format.decode("get", key, bytes));
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
        return read(client.mget(keys), batch -> format.decode("mget", batch));
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
        return client.mset(encoded, ttl).thenApply(written -> {
            failures.putAll(written.failures());
            return new Batch<>(written.values(), failures);
        });
    }

    private <R> CompletionStage<R> written(
            String operation, String key, T value, Function<byte[], CompletionStage<R>> write) {
        byte[] bytes;
        try {
            bytes = format.encode(operation, key, value);
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return write.apply(bytes);
    }

    // A store may answer on a thread of its own, which must not run the codec.
    private <A extends @Nullable Object, R extends @Nullable Object> CompletionStage<R> read(
            CompletionStage<A> answer, Function<A, R> reading) {
        return answer.toCompletableFuture().isDone()
                ? answer.thenApply(reading)
                : answer.thenApplyAsync(reading, executor);
    }
}
