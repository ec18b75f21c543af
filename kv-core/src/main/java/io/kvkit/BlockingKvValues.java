package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.store.Batch;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of values, and runs the codec on the caller's thread. */
record BlockingKvValues<T>(StagedKvValues<T> async) implements KvValues<T> {

    @Override
    public @Nullable T get(String key) {
        return async.format().decode("get", key, join(async.bytes().get(key)));
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
        return async.format().decode("mget", join(async.bytes().mget(keys)));
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
