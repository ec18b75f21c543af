package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.store.Batch;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of {@link AsyncKvValues}. */
final class BlockingKvValues<T> implements KvValues<T> {

    private final AsyncKvValues<T> async;

    BlockingKvValues(AsyncKvValues<T> async) {
        this.async = async;
    }

    @Override
    public @Nullable T get(String key) {
        return join(async.get(key));
    }

    @Override
    public void set(String key, T value) {
        join(async.set(key, value));
    }

    @Override
    public void set(String key, T value, Duration ttl) {
        join(async.set(key, value, ttl));
    }

    @Override
    public boolean setIfAbsent(String key, T value) {
        return join(async.setIfAbsent(key, value));
    }

    @Override
    public boolean setIfAbsent(String key, T value, Duration ttl) {
        return join(async.setIfAbsent(key, value, ttl));
    }

    @Override
    public Batch<String, T> mget(Collection<String> keys) {
        return join(async.mget(keys));
    }

    @Override
    public Batch<String, Boolean> mset(Map<String, T> values) {
        return join(async.mset(values));
    }

    @Override
    public Batch<String, Boolean> mset(Map<String, T> values, Duration ttl) {
        return join(async.mset(values, ttl));
    }
}
