package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.claim.StoredEntry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of an operation, and does its work on the caller's thread. */
record BlockingKvOperation<T>(StagedKvOperation<T> async, CallerThread caller) implements KvOperation<T> {

    @Override
    public IdempotentResult<T> execute(Object key, Supplier<? extends @Nullable T> work) {
        var once = new OnceBody<@Nullable Object>(work);
        Object value = caller.run(async.once().guard(), async.call(key, work), once);
        return new IdempotentResult<>(ClientCalls.<T>typed(value), once.replayed());
    }

    @Override
    public StoredEntry explain(Object key) {
        return join(async.explain(key));
    }

    @Override
    public KvOperation<T> scoped(Object owner) {
        return new BlockingKvOperation<>(async.scoped(owner), caller);
    }
}
