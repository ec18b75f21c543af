package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.Reconciler;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for the stages of an operation, and does its work on the caller's thread. */
record BlockingKvOperation<T>(StagedKvOperation<T> async, CallerThread caller) implements KvOperation<T> {

    @Override
    public IdempotentResult<T> execute(Object key, Supplier<? extends @Nullable T> work) {
        Objects.requireNonNull(work, "work");
        return executeWith(key, context -> work.get());
    }

    @Override
    public IdempotentResult<T> executeWith(
            Object key, Function<? super IdempotencyContext, ? extends @Nullable T> work) {
        var once = new OnceBody<@Nullable Object>(work);
        Object value = caller.run(async.guard(), async.call(key, work), once);
        return new IdempotentResult<>(ClientCalls.<T>typed(value), once.replayed());
    }

    @Override
    public Begun<T> begin(Object key) {
        return join(async.begin(key));
    }

    @Override
    public Begun<T> begin(Object key, String fingerprint) {
        return join(async.begin(key, fingerprint));
    }

    @Override
    public KvHandle<T> resume(Object key, String written) {
        return async.handle(key, written);
    }

    @Override
    public Begun.@Nullable Completed<T> get(Object key) {
        return join(async.get(key));
    }

    @Override
    public KvOperation<T> reconciledBy(Reconciler reconciler) {
        return new BlockingKvOperation<>(async.reconciledBy(reconciler), caller);
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
