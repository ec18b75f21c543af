package io.kvkit;

import io.kvkit.call.CallGuard;
import io.kvkit.call.StageDriver;
import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.ContextGuard;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.Reconciled;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.recipe.once.Takeover;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one operation, on the recipe that the annotations use. */
record StagedKvOperation<T>(
        Once once,
        NamedKeys keys,
        Duplicates duplicates,
        OnceSettings settings,
        boolean executable,
        StageDriver driver,
        Decoding decoding,
        @Nullable Takeover takeover)
        implements AsyncKvOperation<T> {

    CallGuard<OnceCall> guard() {
        return ContextGuard.only(Reconciled.recording(once.guard()));
    }

    OnceCall call(Object key, Object work) {
        Objects.requireNonNull(work, "work");
        if (!executable) {
            throw new IllegalStateException(
                    "Calls of the operation \"" + keys.namespace().name()
                            + "\" are kept as responses or compared by a fingerprint, which a client does not have:"
                            + " only explain works for it");
        }
        return OnceCall.of(keys.of(key), duplicates, settings).asking(takeover);
    }

    @Override
    public CompletionStage<IdempotentResult<T>> execute(
            Object key, Supplier<? extends CompletionStage<? extends @Nullable T>> work) {
        Objects.requireNonNull(work, "work");
        return executeWith(key, context -> work.get());
    }

    @Override
    public CompletionStage<IdempotentResult<T>> executeWith(
            Object key, Function<? super IdempotencyContext, ? extends CompletionStage<? extends @Nullable T>> work) {
        var body = new OnceBody<CompletionStage<?>>(work);
        return driver.run(guard(), call(key, work), body)
                .thenApply(value -> new IdempotentResult<>(ClientCalls.<T>typed(value), body.replayed()));
    }

    @Override
    public CompletionStage<Begun<T>> begin(Object key) {
        return byHand().begin(call(key, key));
    }

    @Override
    public CompletionStage<Begun<T>> begin(Object key, String fingerprint) {
        return byHand().begin(HandCalls.compared(call(key, key), fingerprint));
    }

    KvHandle<T> handle(Object key, String written) {
        return byHand().resume(call(key, key), written);
    }

    @Override
    public AsyncKvHandle<T> resume(Object key, String written) {
        return handle(key, written).async();
    }

    @Override
    public CompletionStage<Begun.@Nullable Completed<T>> get(Object key) {
        return byHand().get(call(key, key));
    }

    private HandCalls<T> byHand() {
        return new HandCalls<>(once, decoding);
    }

    @Override
    public StagedKvOperation<T> reconciledBy(Reconciler reconciler) {
        var about = new Takeover(keys.namespace().name(), reconciler, List.of());
        return new StagedKvOperation<>(once, keys, duplicates, settings, executable, driver, decoding, about);
    }

    @Override
    public CompletionStage<StoredEntry> explain(Object key) {
        return once.explain(keys.of(key));
    }

    @Override
    public StagedKvOperation<T> scoped(Object owner) {
        return new StagedKvOperation<>(
                once, keys.scoped(owner), duplicates, settings, executable, driver, decoding, takeover);
    }
}
