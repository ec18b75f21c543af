package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of the records of one operation or consumer. */
record BlockingKvClaims(StagedKvClaims async) implements KvClaims {

    @Override
    public @Nullable StoredClaim find(Object key) {
        return join(async.find(key));
    }

    @Override
    public ResolveReply release(Object key, long fence) {
        return join(async.release(key, fence));
    }

    @Override
    public ResolveReply resolve(Object key, long fence) {
        return join(async.resolve(key, fence));
    }

    @Override
    public <T> ResolveReply resolve(Object key, long fence, Class<T> type, @Nullable T result) {
        return join(async.resolve(key, fence, type, result));
    }

    @Override
    public ResolveReply forget(Object key, long fence) {
        return join(async.forget(key, fence));
    }

    @Override
    public ResolveReply runOnceMore(Object key, long fence) {
        return join(async.runOnceMore(key, fence));
    }

    @Override
    public KvClaims scoped(Object owner) {
        return new BlockingKvClaims(async.scoped(owner));
    }
}
