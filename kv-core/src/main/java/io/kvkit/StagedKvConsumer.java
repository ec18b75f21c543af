package io.kvkit;

import io.kvkit.call.StageDriver;
import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The events of one consumer, on the recipe that the annotations use. */
record StagedKvConsumer(Once once, NamedKeys keys, OnceSettings settings, StageDriver driver)
        implements AsyncKvConsumer {

    /** Returns a call whose result is true if the event was processed before. */
    OnceCall call(Object eventId, Object work) {
        Objects.requireNonNull(work, "work");
        return OnceCall.of(keys.of(eventId), ClientCalls.PROCESSED, settings);
    }

    @Override
    public CompletionStage<Boolean> processOnce(Object eventId, Supplier<? extends CompletionStage<?>> work) {
        return driver.run(once.guard(), call(eventId, work), args -> work.get().thenApply(done -> false))
                .thenApply(Boolean.FALSE::equals);
    }

    @Override
    public CompletionStage<StoredEntry> explain(Object eventId) {
        return once.explain(keys.of(eventId));
    }

    @Override
    public StagedKvConsumer scoped(Object owner) {
        return new StagedKvConsumer(once, keys.scoped(owner), settings, driver);
    }
}
