package io.kvkit.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes guarded calls that return a {@link CompletionStage}.
 *
 * <p>When the decision needs I/O, the body is called on the given executor and not on the store's thread; a call that the
 * executor refuses fails. Cancelling the returned future before the body was called gives the call up. Later it does not
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

    /** Makes a driver that calls bodies on the executor when the decision did not come at once. */
    public StageDriver(Executor executor) {
        this.executor = executor;
    }

    /** Makes one guarded call; failures of body and guard arrive in the future. */
    public <C> CompletableFuture<@Nullable Object> run(CallGuard<C> guard, C call, Body body) {
        return new StagedCall<>(guard, body).start(call, executor);
    }
}
