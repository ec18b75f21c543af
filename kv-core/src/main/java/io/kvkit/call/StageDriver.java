package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes guarded calls that return a {@link CompletionStage}.
 *
 * <p>When the decision needs I/O, the body is called on the given executor and not on the store's thread. Cancelling
 * the returned stage does not cancel the body: a call that was let through comes to its end and is recorded.
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

    /** Makes one guarded call; failures of body and guard arrive in the stage. */
    public <C> CompletableFuture<@Nullable Object> run(CallGuard<C> guard, C call, Body body) {
        Decision now = guard.decideNow(call);
        if (now != null) {
            return follow(guard, now, body);
        }
        CompletableFuture<Decision> decided = guard.decide(call).toCompletableFuture();
        return decided.isDone()
                ? decided.thenCompose(decision -> follow(guard, decision, body))
                : decided.thenComposeAsync(decision -> follow(guard, decision, body), executor);
    }

    private <C> CompletableFuture<@Nullable Object> follow(CallGuard<C> guard, Decision decision, Body body) {
        if (!(decision instanceof Proceed proceed)) {
            return settle(decision);
        }
        Ticket ticket = proceed.ticket();
        if (ticket == Ticket.NONE) {
            return start(body);
        }
        Nesting.enter(ticket);
        try {
            return finish(guard, ticket, start(body));
        } finally {
            Nesting.leave();
        }
    }

    private static <C> CompletableFuture<@Nullable Object> finish(
            CallGuard<C> guard, Ticket ticket, CompletableFuture<@Nullable Object> started) {
        return started.handle((value, failure) -> failure == null
                        ? guard.succeeded(ticket, value)
                        : guard.failed(ticket, Failures.unwrap(failure)))
                .thenCompose(ended -> ended)
                .thenCompose(StageDriver::settle);
    }

    // A copy, because the body's own future may be cancelled or completed by whoever holds it.
    private static CompletableFuture<@Nullable Object> start(Body body) {
        try {
            CompletionStage<?> stage = body.call();
            return stage == null
                    ? CompletableFuture.failedFuture(new NullPointerException("The method returned null, not a stage"))
                    : stage.<@Nullable Object>thenApply(value -> value).toCompletableFuture();
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static CompletableFuture<@Nullable Object> settle(Decision decision) {
        if (decision instanceof Answer answer) {
            return CompletableFuture.completedFuture(answer.value());
        }
        if (decision instanceof Reject reject) {
            return CompletableFuture.failedFuture(reject.failure());
        }
        return CompletableFuture.failedFuture(new CompletionException(
                new IllegalStateException("A guard must answer or reject, but gave " + decision)));
    }
}
