package io.kvkit.tck;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** User code that is guarded in a test: it counts its runs and ends when the test wants. */
public final class Handler implements Supplier<CompletionStage<@Nullable Object>> {

    private final CompletableFuture<@Nullable Object> outcome;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    private Handler(CompletableFuture<@Nullable Object> outcome) {
        this.outcome = outcome;
    }

    /** Returns at once. */
    public static Handler returning(@Nullable Object value) {
        return new Handler(CompletableFuture.completedFuture(value));
    }

    /** Fails at once. */
    public static Handler failing(Throwable failure) {
        return new Handler(CompletableFuture.failedFuture(failure));
    }

    /** Runs until {@link #finish} or {@link #fail} is called. */
    public static Handler open() {
        return new Handler(new CompletableFuture<>());
    }

    @Override
    public CompletionStage<@Nullable Object> get() {
        runs.incrementAndGet();
        begun.countDown();
        return outcome;
    }

    public void finish(@Nullable Object value) {
        outcome.complete(value);
    }

    public void fail(Throwable failure) {
        outcome.completeExceptionally(failure);
    }

    public int runs() {
        return runs.get();
    }

    /** Waits until the handler was called. */
    public Handler awaitBegin() {
        try {
            if (!begun.await(RecipeContract.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The handler was not called");
            }
            return this;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
