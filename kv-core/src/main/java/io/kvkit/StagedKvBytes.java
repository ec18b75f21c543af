package io.kvkit;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import io.kvkit.store.TtlResult;
import io.kvkit.value.SetIfAbsentResult;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The bytes of a client as stages, on a store. */
class StagedKvBytes implements AsyncKvBytes {

    private final KvStore store;
    private final ClientKeys keys;

    StagedKvBytes(KvStore store, ClientKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public CompletionStage<byte @Nullable []> get(String key) {
        return store.get(keys.raw(key));
    }

    @Override
    public CompletionStage<Void> set(String key, byte[] value) {
        return set(key, value, Ttl.NONE);
    }

    @Override
    public CompletionStage<Void> set(String key, byte[] value, Duration ttl) {
        return set(key, value, Ttl.of(ttl));
    }

    CompletionStage<Void> set(String key, byte[] value, Ttl ttl) {
        return store.set(keys.raw(key), value, ttl);
    }

    @Override
    public CompletionStage<Boolean> delete(String key) {
        return store.delete(keys.raw(key));
    }

    @Override
    public CompletionStage<Boolean> exists(String key) {
        return store.exists(keys.raw(key));
    }

    @Override
    public CompletionStage<Batch<String, byte[]>> mget(Collection<String> names) {
        return store.mget(keys.raw(names)).thenApply(keys::byName);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values) {
        return mset(values, Ttl.NONE);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values, Duration ttl) {
        return mset(values, Ttl.of(ttl));
    }

    CompletionStage<Batch<String, Boolean>> mset(Map<String, byte[]> values, Ttl ttl) {
        Map<Key, byte[]> byKey = new HashMap<>();
        values.forEach((name, value) -> byKey.put(keys.raw(name), value));
        return store.mset(byKey, ttl).thenApply(keys::byName);
    }

    @Override
    public CompletionStage<Batch<String, Boolean>> deleteMany(Collection<String> names) {
        return store.deleteMany(keys.raw(names)).thenApply(keys::byName);
    }

    @Override
    public CompletionStage<List<String>> scan(String prefix, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("The limit of a scan must be positive, but is " + limit);
        }
        return store.scan(keys.rawStart(prefix), limit)
                .thenApply(texts -> texts.stream().map(keys::name).toList());
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(String key, byte[] value) {
        return setIfAbsent(key, value, Ttl.NONE);
    }

    @Override
    public CompletionStage<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
        return setIfAbsent(key, value, Ttl.of(ttl));
    }

    CompletionStage<Boolean> setIfAbsent(String key, byte[] value, Ttl ttl) {
        return store.apply(keys.raw(key), Values.setIfAbsent(value, ttl)).thenApply(SetIfAbsentResult::written);
    }

    @Override
    public CompletionStage<Long> increment(String key) {
        return store.apply(keys.raw(key), Values.increment(1, Ttl.NONE));
    }

    @Override
    public CompletionStage<Long> increment(String key, long by, Duration ttlIfNew) {
        return store.apply(keys.raw(key), Values.increment(by, Ttl.of(ttlIfNew)));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte[] expected, byte[] value) {
        return store.apply(keys.raw(key), Values.compareAndSet(expected, value, Ttl.KEEP));
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String key, byte[] expected, byte[] value, Duration ttl) {
        return store.apply(keys.raw(key), Values.compareAndSet(expected, value, Ttl.of(ttl)));
    }

    @Override
    public CompletionStage<Boolean> compareAndDelete(String key, byte[] expected) {
        return store.apply(keys.raw(key), Values.compareAndDelete(expected));
    }

    @Override
    public CompletionStage<Boolean> expire(String key, Duration ttl) {
        return store.apply(keys.raw(key), Values.expire(Ttl.of(ttl)));
    }

    @Override
    public CompletionStage<TtlResult> ttl(String key) {
        return store.apply(keys.raw(key), Values.ttl());
    }
}
