package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.store.Batch;
import io.kvkit.store.TtlResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of the bytes of a client. */
class BlockingKvBytes implements KvBytes {

    private final StagedKvBytes async;

    BlockingKvBytes(StagedKvBytes async) {
        this.async = async;
    }

    @Override
    public byte @Nullable [] get(String key) {
        return join(async.get(key));
    }

    @Override
    public void set(String key, byte[] value) {
        join(async.set(key, value));
    }

    @Override
    public void set(String key, byte[] value, Duration ttl) {
        join(async.set(key, value, ttl));
    }

    @Override
    public boolean delete(String key) {
        return join(async.delete(key));
    }

    @Override
    public boolean exists(String key) {
        return join(async.exists(key));
    }

    @Override
    public Batch<String, byte[]> mget(Collection<String> keys) {
        return join(async.mget(keys));
    }

    @Override
    public Batch<String, Boolean> mset(Map<String, byte[]> values) {
        return join(async.mset(values));
    }

    @Override
    public Batch<String, Boolean> mset(Map<String, byte[]> values, Duration ttl) {
        return join(async.mset(values, ttl));
    }

    @Override
    public Batch<String, Boolean> deleteMany(Collection<String> keys) {
        return join(async.deleteMany(keys));
    }

    @Override
    public List<String> scan(String prefix, int limit) {
        return join(async.scan(prefix, limit));
    }

    @Override
    public boolean setIfAbsent(String key, byte[] value) {
        return join(async.setIfAbsent(key, value));
    }

    @Override
    public boolean setIfAbsent(String key, byte[] value, Duration ttl) {
        return join(async.setIfAbsent(key, value, ttl));
    }

    @Override
    public long increment(String key) {
        return join(async.increment(key));
    }

    @Override
    public long increment(String key, long by, Duration ttlIfNew) {
        return join(async.increment(key, by, ttlIfNew));
    }

    @Override
    public boolean compareAndSet(String key, byte[] expected, byte[] value) {
        return join(async.compareAndSet(key, expected, value));
    }

    @Override
    public boolean compareAndSet(String key, byte[] expected, byte[] value, Duration ttl) {
        return join(async.compareAndSet(key, expected, value, ttl));
    }

    @Override
    public boolean compareAndDelete(String key, byte[] expected) {
        return join(async.compareAndDelete(key, expected));
    }

    @Override
    public boolean expire(String key, Duration ttl) {
        return join(async.expire(key, ttl));
    }

    @Override
    public TtlResult ttl(String key) {
        return join(async.ttl(key));
    }
}
