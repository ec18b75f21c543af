package io.kvkit.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes guarded calls that return a {@link CompletionStage}.
 *
 * <p>Where I/O is needed, everything after it is done on the given executor and not on the store's thread: reading what
 * was stored, calling the body, completing the future. So is a refresh. A call that the executor refuses before the
 * body was called fails. Cancelling the returned future before the body was called gives the call up. Later it does not
 * cancel the body: a call that was let through comes to its end and is recorded.
 */
public final class StageDriver {

    private final Handover handover;

    /** Makes a driver that goes on on the executor when the store did not answer at once. */
    public StageDriver(Executor executor) {
        this(executor, UnaryOperator.identity());
    }

    /**
     * Makes a driver that goes on on the executor when the store did not answer at once.
     *
     * @param carrying adds to what runs there what the caller's thread holds, such as a log's context; called on the
     *     caller's thread. The result may run several times, one after another
     */
    public StageDriver(Executor executor, UnaryOperator<Runnable> carrying) {
        this.handover = new Handover(executor, carrying);
    }

    /** Makes one guarded call; failures of body and guard arrive in the future. */
    public <C> CompletableFuture<@Nullable Object> run(
            CallGuard<C> guard, C call, Body<? extends @Nullable CompletionStage<?>> body) {
        return new StagedCall<>(guard, body, handover).start(() -> {
            Decision now = guard.decideNow(call);
            return now == null ? guard.decide(call) : CompletableFuture.completedFuture(now);
        });
    }
}
