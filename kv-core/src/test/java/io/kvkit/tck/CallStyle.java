package io.kvkit.tck;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A way in which guarded methods are called, so that one scenario can be run through every driver.
 *
 * <p>The handler is given as a stage in every style; a style that blocks waits for it on a thread of the call's own.
 * Other drivers are added by implementing this interface.
 */
@FunctionalInterface
public interface CallStyle {

    /** A method that blocks, through the plain driver, on a thread of its own. */
    CallStyle PLAIN = CallStyle::plain;

    /** A method that returns a stage, through the stage driver. */
    CallStyle STAGE = CallStyle::stage;

    /** Starts a guarded call; the future ends with what the caller gets, failures without wrapping. */
    <C> CompletableFuture<@Nullable Object> start(
            CallGuard<C> guard, C call, Supplier<? extends CompletionStage<? extends @Nullable Object>> handler);

    private static <C> CompletableFuture<@Nullable Object> plain(
            CallGuard<C> guard, C call, Supplier<? extends CompletionStage<? extends @Nullable Object>> handler) {
        var result = new CompletableFuture<@Nullable Object>();
        CallThreads.start(() -> {
            try {
                result.complete(
                        new PlainDriver(CallThreads::start).run(guard, call, args -> Failures.join(handler.get())));
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private static <C> CompletableFuture<@Nullable Object> stage(
            CallGuard<C> guard, C call, Supplier<? extends CompletionStage<? extends @Nullable Object>> handler) {
        var result = new CompletableFuture<@Nullable Object>();
        new StageDriver(CallThreads::start)
                .run(guard, call, args -> handler.get())
                .whenComplete((value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(Failures.unwrap(failure));
                    }
                });
        return result;
    }
}
