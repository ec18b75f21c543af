package io.kvkit.recipe.once;

import io.kvkit.call.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The context of one call.
 *
 * @param keys the keys for the systems that the call uses
 * @param fence the fence of its claim; 0 without protection
 * @param attempt the number of the attempt
 * @param steps its steps; null without protection
 * @param lost completes when the lease is lost
 */
record OnceContext(
        DownstreamKeys keys,
        long fence,
        int attempt,
        @Nullable CallSteps steps,
        CompletableFuture<Void> lost) implements IdempotencyContext {

    /** Creates the context of a call without protection. */
    OnceContext(DownstreamKeys keys) {
        this(keys, 0, 1, null, new CompletableFuture<>());
    }

    @Override
    public String downstreamKey(String step) {
        return keys.of(step);
    }

    @Override
    public boolean leaseLost() {
        return lost.isDone();
    }

    @Override
    public CompletionStage<Void> whenLeaseLost() {
        return lost.minimalCompletionStage();
    }

    @Override
    public <T> @Nullable T step(String name, Class<T> type, Supplier<? extends @Nullable T> work) {
        return steps == null ? work.get() : steps.step(name, type, work);
    }

    @Override
    public <T> CompletionStage<@Nullable T> stepAsync(
            String name, Class<T> type, Supplier<? extends CompletionStage<? extends @Nullable T>> work) {
        return Failures.caught(
                () -> steps == null ? work.get().thenApply(done -> done) : steps.stepAsync(name, type, work));
    }
}
