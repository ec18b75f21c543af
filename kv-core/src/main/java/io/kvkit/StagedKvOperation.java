package io.kvkit;

import io.kvkit.call.StageDriver;
import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one operation, on the recipe that the annotations use. */
record StagedKvOperation<T>(Once once, NamedKeys keys, Duplicates duplicates, OnceSettings settings, StageDriver driver)
        implements AsyncKvOperation<T> {

    OnceCall call(Object key) {
        return OnceCall.of(keys.of(key), duplicates, settings);
    }

    @Override
    public CompletionStage<IdempotentResult<T>> execute(
            Object key, Supplier<? extends CompletionStage<? extends @Nullable T>> work) {
        var body = new OnceBody<CompletionStage<?>>(work);
        return driver.run(once.guard(), call(key), body)
                .thenApply(value -> new IdempotentResult<>(ClientCalls.<T>typed(value), body.replayed()));
    }

    @Override
    public CompletionStage<StoredEntry> explain(Object key) {
        return once.explain(keys.of(key));
    }

    @Override
    public StagedKvOperation<T> scoped(Object owner) {
        return new StagedKvOperation<>(once, keys.scoped(owner), duplicates, settings, driver);
    }
}
