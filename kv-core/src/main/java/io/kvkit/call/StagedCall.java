package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call on its way through a {@link StageDriver}. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class StagedCall<C> {

    private final CallGuard<C> guard;
    private final Body<? extends @Nullable CompletionStage<?>> body;
    private final Handover handover;
    private final CompletableFuture<@Nullable Object> result;
    private final @Nullable Nesting outer = Nesting.current();
    private @Nullable Runnable carried;
    private Runnable step = () -> {};

    StagedCall(CallGuard<C> guard, Body<? extends @Nullable CompletionStage<?>> body, Handover handover) {
        this(guard, body, handover, new CompletableFuture<>());
    }

    private StagedCall(
            CallGuard<C> guard,
            Body<? extends @Nullable CompletionStage<?>> body,
            Handover handover,
            CompletableFuture<@Nullable Object> result) {
        this.guard = guard;
        this.body = body;
        this.handover = handover;
        this.result = result;
    }

    /** Makes the call as decided. If the decision fails, so does the future. */
    CompletableFuture<@Nullable Object> start(Supplier<? extends CompletionStage<Decision>> decision) {
        next(decision, this::follow);
        return result;
    }

    // A later answer arrives on a thread of the store.
    private void next(
            Supplier<? extends CompletionStage<Decision>> step,
            BiConsumer<@Nullable Decision, @Nullable Throwable> follow) {
        CompletableFuture<Decision> decided;
        try {
            decided = step.get().toCompletableFuture();
        } catch (Throwable e) {
            follow.accept(null, e);
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
            if (decided instanceof Wait wait) {
                result.whenComplete((value, failure) -> wait.leave());
            }
            Runnable goOn = carried();
            decided.whenComplete((decision, failure) -> handOver(goOn, follow, decision, failure));
        } catch (Throwable e) {
            decided.whenComplete((decision, failure) -> refused(e, follow, decision, failure));
        }
    }

    // The context of the caller's thread is known on that thread only, and only the first wait starts there.
    private Runnable carried() {
        Runnable known = carried;
        if (known == null) {
            known = handover.carried(() -> step.run());
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
            handover.executor().execute(goOn);
        } catch (Throwable e) {
            refused(e, follow, decision, failure);
        }
    }

    private void refused(
            Throwable refusal,
            BiConsumer<@Nullable Decision, @Nullable Throwable> follow,
            @Nullable Decision decision,
            @Nullable Throwable failure) {
        if (decision instanceof Proceed proceed) {
            giveUp(proceed.ticket(), refusal);
        } else if (decision instanceof Unfinished) {
            follow.accept(null, refusal);
        } else {
            follow.accept(decision, failure);
        }
    }

    private void follow(@Nullable Decision decision, @Nullable Throwable failure) {
        if (decision instanceof Unfinished unfinished) {
            if (!result.isDone()) {
                next(unfinished.rest(), this::follow);
            }
        } else if (!(decision instanceof Proceed proceed)) {
            unmade(decision, failure);
        } else if (result.isDone()) {
            giveUp(proceed.ticket(), new CancellationException("The call was cancelled before it began"));
        } else if (proceed.ticket() == Ticket.NONE) {
            begin(proceed).whenComplete(this::end);
        } else {
            beginWith(proceed);
        }
    }

    private void beginWith(Proceed proceed) {
        Ticket ticket = proceed.ticket();
        var instead = proceed.instead();
        if (instead != null) {
            StagedCall<C> sooner = new StagedCall<>(guard, body, handover, result);
            sooner.next(instead, (decision, failure) -> sooner.settleIfDecided(proceed, decision, failure));
        }
        Nesting.inside(Nesting.within(outer, ticket), () -> {
            try {
                begin(proceed).whenComplete((value, failure) -> ended(proceed, value, failure));
            } catch (Throwable e) {
                ended(proceed, null, e);
            }
            return null;
        });
    }

    private void ended(Proceed made, @Nullable Object value, @Nullable Throwable failure) {
        Ticket ticket = made.ticket();
        next(
                () -> failure == null ? guard.succeeded(ticket, value) : guard.failed(ticket, Failures.unwrap(failure)),
                (decision, lost) -> settle(made, decision, lost));
    }

    private CompletionStage<?> begin(Proceed proceed) {
        try {
            return stage(body.call(proceed.args()));
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static CompletionStage<?> stage(@Nullable CompletionStage<?> returned) {
        return returned == null
                ? CompletableFuture.failedFuture(new NullPointerException("The method returned null, not a stage"))
                : returned;
    }

    private void giveUp(Ticket ticket, Throwable reason) {
        if (ticket == Ticket.NONE) {
            unmade(null, reason);
        } else {
            guard.abandoned(ticket, reason).whenComplete(this::unmade);
        }
    }

    private void unmade(@Nullable Decision decision, @Nullable Throwable failure) {
        if (result.isDone()) {
            return;
        }
        try {
            if (decision instanceof Answer answer) {
                body.answered();
                end(answer.value(), null);
                refresh(answer);
            } else {
                stage(body.refused(reason(decision, failure))).whenComplete(this::end);
            }
        } catch (Throwable e) {
            end(null, e);
        }
    }

    private void settle(Proceed made, @Nullable Decision decision, @Nullable Throwable failure) {
        if (decision instanceof Unfinished unfinished) {
            next(unfinished.rest(), (later, lost) -> settle(made, later, lost));
        } else if (decision instanceof Answer answer) {
            end(answer.value(), null);
            refresh(answer);
        } else if (decision instanceof Proceed again && again.isAnotherThan(made)) {
            follow(decision, failure);
        } else {
            end(null, reason(decision, failure));
        }
    }

    // If the executor refuses to go on with it, the caller waits for the end of the call.
    private void settleIfDecided(Proceed made, @Nullable Decision decision, @Nullable Throwable failure) {
        if (decision != null) {
            settle(made, decision, failure);
        }
    }

    private static Throwable reason(@Nullable Decision decision, @Nullable Throwable failure) {
        if (decision instanceof Reject reject) {
            return reject.failure();
        }
        return failure == null ? Failures.defect(decision) : Failures.unwrap(failure);
    }

    private void refresh(Answer answer) {
        var refresh = answer.refresh();
        if (refresh != null) {
            handover.refresh(() -> new StagedCall<>(guard, args -> body.call(args), handover)
                    .start(refresh)
                    .whenComplete((value, failure) -> Handover.failed(failure)));
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
