package io.kvkit.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes guarded calls that return a {@link CompletionStage}.
 *
 * <p>If the store needs I/O, everything after it runs on the given executor and not on the store's thread: decoding a
 * stored result, calling the body, and completing the future. A refresh runs there too. If the executor refuses a call
 * before the body was called, the call fails. Cancelling the returned future before the body was called abandons the
 * call. Cancelling it later does not cancel the body: the call runs to its end and is recorded. Instances are safe for
 * use by several threads.
 *
 * <pre>{@code
 * StageDriver driver = new StageDriver(executor);
 * driver.run(cache.guard(), call, args -> catalog.loadAsync(id)).thenAccept(product -> show(product));
 * }</pre>
 *
 * @since 0.1
 */
public final class StageDriver {

    private final Handover handover;

    /** Creates a driver that continues on the executor if the store does not answer at once. */
    public StageDriver(Executor executor) {
        this(executor, UnaryOperator.identity());
    }

    /**
     * Creates a driver that continues on the executor if the store does not answer at once.
     *
     * @param carrying decorates each continuation with the context of the caller's thread, such as the MDC; called on
     *     the caller's thread. The result may run several times, one after another
     */
    public StageDriver(Executor executor, UnaryOperator<Runnable> carrying) {
        this.handover = new Handover(executor, carrying);
    }

    /** Makes one guarded call. The future fails with the exception of the body or the rejection of the guard. */
    public <C> CompletableFuture<@Nullable Object> run(
            CallGuard<C> guard, C call, Body<? extends @Nullable CompletionStage<?>> body) {
        return new StagedCall<>(guard, body, handover).start(() -> {
            Decision now = guard.decideNow(call);
            return now == null ? guard.decide(call) : CompletableFuture.completedFuture(now);
        });
    }
}
