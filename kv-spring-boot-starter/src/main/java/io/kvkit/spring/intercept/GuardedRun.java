package io.kvkit.spring.intercept;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes guarded calls and lets the caller's side act when the method was not called. */
final class GuardedRun {

    private GuardedRun() {}

    static <C> @Nullable Object plain(GuardedCall<C> guarded, PlainDriver.Body body) throws Throwable {
        if (guarded.unmade() == GuardedCall.Unmade.NOTHING) {
            return PlainDriver.run(guarded.guard(), guarded.call(), body);
        }
        AtomicBoolean made = new AtomicBoolean();
        Object value;
        try {
            value = PlainDriver.run(guarded.guard(), guarded.call(), () -> {
                made.set(true);
                return body.call();
            });
        } catch (Throwable failure) {
            if (made.get()) {
                throw failure;
            }
            return guarded.unmade().refused(failure);
        }
        if (!made.get()) {
            guarded.unmade().answered();
        }
        return value;
    }

    static <C> CompletableFuture<@Nullable Object> stage(
            @Nullable GuardedCall<C> guarded, StageDriver driver, PlainDriver.Body body) throws Throwable {
        if (guarded == null) {
            return copy(body.call());
        }
        AtomicBoolean made = new AtomicBoolean();
        return driver.run(guarded.guard(), guarded.call(), () -> {
                    made.set(true);
                    return (CompletionStage<?>) body.call();
                })
                .handle((value, failure) -> stage(guarded, made.get(), value, failure))
                .thenCompose(Function.identity());
    }

    private static CompletionStage<@Nullable Object> stage(
            GuardedCall<?> guarded, boolean made, @Nullable Object value, @Nullable Throwable failure) {
        if (!made) {
            return unmade(guarded, value, failure);
        }
        return failure == null
                ? CompletableFuture.completedFuture(value)
                : CompletableFuture.failedFuture(Failures.unwrap(failure));
    }

    private static CompletionStage<@Nullable Object> unmade(
            GuardedCall<?> guarded, @Nullable Object value, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                return copy(guarded.unmade().refused(Failures.unwrap(failure)));
            }
            guarded.unmade().answered();
            return CompletableFuture.completedFuture(value);
        } catch (Throwable refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private static CompletableFuture<@Nullable Object> copy(@Nullable Object stage) {
        return stage == null
                ? CompletableFuture.failedFuture(new NullPointerException("The method returned null, not a stage"))
                : ((CompletionStage<?>) stage)
                        .<@Nullable Object>thenApply(value -> value)
                        .toCompletableFuture();
    }
}
