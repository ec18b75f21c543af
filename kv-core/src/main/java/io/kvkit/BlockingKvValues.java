package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.store.Batch;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of a client, and runs the codec on the caller's thread. */
final class BlockingKvValues<T> implements KvValues<T> {

    private final StoreKvClient client;
    private final ValueFormat<T> format;
    private final AsyncKvValues<T> async;

    BlockingKvValues(StoreKvClient client, ValueFormat<T> format) {
        this.client = client;
        this.format = format;
        this.async = client.values(format);
    }

    @Override
    public @Nullable T get(String key) {
        return format.decode("get", key, join(client.get(key)));
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
        return format.decode("mget", join(client.mget(keys)));
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
