package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call on its way through a {@link StageDriver}. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class StagedCall<C> {

    private final CallGuard<C> guard;
    private final StageDriver.Body body;
    private final Executor executor;
    private final UnaryOperator<Runnable> carrying;
    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    private @Nullable Runnable carried;
    private Runnable step = () -> {};

    StagedCall(CallGuard<C> guard, StageDriver.Body body, Executor executor, UnaryOperator<Runnable> carrying) {
        this.guard = guard;
        this.body = body;
        this.executor = executor;
        this.carrying = carrying;
    }

    CompletableFuture<@Nullable Object> start(C call) {
        next(() -> decide(call), this::follow);
        return result;
    }

    private CompletionStage<Decision> decide(C call) {
        Decision now = guard.decideNow(call);
        return now == null ? guard.decide(call) : CompletableFuture.completedFuture(now);
    }

    // What the store answers later, it answers on a thread of its own.
    private void next(
            Supplier<? extends CompletionStage<Decision>> step,
            BiConsumer<@Nullable Decision, @Nullable Throwable> follow) {
        CompletableFuture<Decision> decided;
        try {
            decided = step.get().toCompletableFuture();
        } catch (Throwable e) {
            end(null, e);
            return;
        }
        if (decided.isDone()) {
            decided.whenComplete(follow);
        } else {
            later(decided, follow);
        }
    }

    private void later(
            CompletableFuture<Decision> decided, BiConsumer<@Nullable Decision, @Nullable Throwable> follow) {
        try {
            Runnable goOn = carried();
            decided.whenComplete((decision, failure) -> handOver(goOn, follow, decision, failure));
        } catch (Throwable e) {
            decided.whenComplete((decision, failure) -> refused(e, decision, failure));
        }
    }

    // What the caller's thread holds is known on that thread only, and only the first wait begins on it.
    private Runnable carried() {
        Runnable known = carried;
        if (known == null) {
            known = carrying.apply(() -> step.run());
            carried = known;
        }
        return known;
    }

    private void handOver(
            Runnable goOn,
            BiConsumer<@Nullable Decision, @Nullable Throwable> follow,
            @Nullable Decision decision,
            @Nullable Throwable failure) {
        try {
            step = () -> follow.accept(decision, failure);
            executor.execute(goOn);
        } catch (Throwable e) {
            refused(e, decision, failure);
        }
    }

    private void refused(Throwable refusal, @Nullable Decision decision, @Nullable Throwable failure) {
        if (decision instanceof Proceed proceed) {
            giveUp(proceed.ticket(), refusal);
        } else if (decision instanceof Unfinished) {
            end(null, refusal);
        } else {
            settle(decision, failure);
        }
    }

    private void follow(@Nullable Decision decision, @Nullable Throwable failure) {
        if (decision instanceof Unfinished unfinished) {
            if (!result.isDone()) {
                next(unfinished.rest(), this::follow);
            }
        } else if (!(decision instanceof Proceed proceed)) {
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
            begin().whenComplete((value, failure) -> ended(ticket, value, failure));
        } catch (Throwable e) {
            ended(ticket, null, e);
        } finally {
            Nesting.leave();
        }
    }

    private void ended(Ticket ticket, @Nullable Object value, @Nullable Throwable failure) {
        next(
                () -> failure == null ? guard.succeeded(ticket, value) : guard.failed(ticket, Failures.unwrap(failure)),
                this::settle);
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
            guard.abandoned(ticket, reason).whenComplete(this::settle);
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
