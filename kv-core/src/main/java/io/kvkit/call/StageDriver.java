package io.kvkit.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes guarded calls that return a {@link CompletionStage}.
 *
 * <p>Where I/O is needed, everything after it is done on the given executor and not on the store's thread: reading what was
 * stored, calling the body, completing the future. A call that the executor refuses before the body was called fails.
 * Cancelling the returned future before the body was called gives the call up. Later it does not
 * cancel the body: a call that was let through comes to its end and is recorded.
 */
public final class StageDriver {

    /** The call that is guarded. */
    @FunctionalInterface
    public interface Body {

        /** Starts the call. */
        @Nullable
        CompletionStage<?> call() throws Throwable;
    }

    private final Executor executor;
    private final UnaryOperator<Runnable> carrying;

    /** Makes a driver that goes on on the executor when the store did not answer at once. */
    public StageDriver(Executor executor) {
        this(executor, UnaryOperator.identity());
    }

    /**
     * Makes a driver that goes on on the executor when the store did not answer at once.
     *
     * @param carrying is given what will be done there, and gives it with what this thread holds and that one is to hold, as
     *     a log's context; called on the caller's thread. What it gives may be run several times, one after another
     */
    public StageDriver(Executor executor, UnaryOperator<Runnable> carrying) {
        this.executor = executor;
        this.carrying = carrying;
    }

    /** Makes one guarded call; failures of body and guard arrive in the future. */
    public <C> CompletableFuture<@Nullable Object> run(CallGuard<C> guard, C call, Body body) {
        return new StagedCall<>(guard, body, executor, carrying).start(call);
    }
}
