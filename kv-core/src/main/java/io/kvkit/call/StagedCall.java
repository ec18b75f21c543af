package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call on its way through a {@link StageDriver}. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class StagedCall<C> {

    private final CallGuard<C> guard;
    private final StageDriver.Body body;
    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

    StagedCall(CallGuard<C> guard, StageDriver.Body body) {
        this.guard = guard;
        this.body = body;
    }

    CompletableFuture<@Nullable Object> start(C call, Executor executor) {
        CompletableFuture<Decision> decided = decide(call);
        if (decided.isDone()) {
            decided.whenComplete(this::follow);
        } else {
            decided.whenComplete((decision, failure) -> handOver(executor, decision, failure));
        }
        return result;
    }

    private CompletableFuture<Decision> decide(C call) {
        try {
            Decision now = guard.decideNow(call);
            return now == null ? guard.decide(call).toCompletableFuture() : CompletableFuture.completedFuture(now);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void handOver(Executor executor, @Nullable Decision decision, @Nullable Throwable failure) {
        try {
            executor.execute(() -> follow(decision, failure));
        } catch (RejectedExecutionException e) {
            if (decision instanceof Proceed proceed) {
                giveUp(proceed.ticket(), e);
            } else {
                settle(decision, failure);
            }
        }
    }

    private void follow(@Nullable Decision decision, @Nullable Throwable failure) {
        if (!(decision instanceof Proceed proceed)) {
            settle(decision, failure);
        } else if (result.isDone()) {
            giveUp(proceed.ticket(), new CancellationException("The call was cancelled before it began"));
        } else if (proceed.ticket() == Ticket.NONE) {
            begin().whenComplete(this::end);
        } else {
            beginWith(proceed.ticket());
        }
    }

    private void beginWith(Ticket ticket) {
        Nesting.enter(ticket);
        try {
            begin().handle((value, failure) -> failure == null
                            ? guard.succeeded(ticket, value)
                            : guard.failed(ticket, Failures.unwrap(failure)))
                    .thenCompose(Function.identity())
                    .whenComplete(this::settle);
        } finally {
            Nesting.leave();
        }
    }

    private CompletionStage<?> begin() {
        try {
            CompletionStage<?> stage = body.call();
            return stage == null
                    ? CompletableFuture.failedFuture(new NullPointerException("The method returned null, not a stage"))
                    : stage;
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void giveUp(Ticket ticket, Throwable reason) {
        if (ticket == Ticket.NONE) {
            end(null, reason);
        } else {
            guard.failed(ticket, reason).whenComplete(this::settle);
        }
    }

    private void settle(@Nullable Decision decision, @Nullable Throwable failure) {
        if (decision instanceof Answer answer) {
            end(answer.value(), null);
        } else if (decision instanceof Reject reject) {
            end(null, reject.failure());
        } else {
            end(null, failure == null ? Failures.defect(decision) : failure);
        }
    }

    private void end(@Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(Failures.unwrap(failure));
        }
    }
}
