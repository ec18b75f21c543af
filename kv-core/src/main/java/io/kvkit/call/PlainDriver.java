package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.store.KvException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes guarded calls on the caller's thread, which waits for the store and runs all user code. Only a refresh, and a call
 * for whose end its caller need not wait, run on the executor. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * PlainDriver driver = new PlainDriver(executor);
 * Object product = driver.run(cache.guard(), call, args -> catalog.load(id));
 * }</pre>
 *
 * @since 0.1
 */
public final class PlainDriver {

    private final Handover handover;

    /** Creates a driver that runs refreshes on the executor. */
    public PlainDriver(Executor executor) {
        this(executor, UnaryOperator.identity());
    }

    /**
     * Creates a driver that runs refreshes on the executor.
     *
     * @param carrying adds the context of the caller's thread, such as the MDC, to a refresh; called on the caller's
     *     thread
     */
    public PlainDriver(Executor executor, UnaryOperator<Runnable> carrying) {
        this.handover = new Handover(executor, carrying);
    }

    /**
     * Makes one guarded call.
     *
     * @throws Throwable the exception of the body, unchanged, or the rejection of the guard; a TRANSIENT
     *     {@link KvException} if the thread is interrupted while it waits for the decision, and then the body is not
     *     called
     */
    public <C> @Nullable Object run(CallGuard<C> guard, C call, Body<? extends @Nullable Object> body)
            throws Throwable {
        Decision decision;
        try {
            decision = decide(guard, call);
        } catch (Throwable failure) {
            return body.refused(failure);
        }
        if (decision instanceof Proceed proceed) {
            return make(guard, proceed, body);
        }
        return instead(guard, decision, body);
    }

    private <C> @Nullable Object make(CallGuard<C> guard, Proceed proceed, Body<? extends @Nullable Object> body)
            throws Throwable {
        return proceed.instead() == null || Handover.isOnExecutor()
                ? proceed(guard, proceed, body)
                : within(guard, proceed, body);
    }

    // The caller may get something else before the call has ended. If the executor refuses the call, the caller makes
    // it.
    private <C> @Nullable Object within(CallGuard<C> guard, Proceed proceed, Body<? extends @Nullable Object> body)
            throws Throwable {
        CompletableFuture<Decision> end = new CompletableFuture<>();
        Nesting calls = Nesting.within(Nesting.current(), proceed.ticket());
        Runnable call = () -> Nesting.inside(calls, () -> {
            made(guard, proceed, body).whenComplete((decision, failure) -> {
                if (failure == null) {
                    end.complete(decision);
                } else {
                    end.completeExceptionally(failure);
                }
            });
            return null;
        });
        if (!handover.starts(call)) {
            return proceed(guard, proceed, body);
        }
        return settle(guard, proceed, finish(guard, await(guard, proceed.start(() -> end))), body);
    }

    private static <C> CompletionStage<Decision> made(
            CallGuard<C> guard, Proceed proceed, Body<? extends @Nullable Object> body) {
        Object value;
        try {
            value = body.call(proceed.args());
        } catch (Throwable failure) {
            return Failures.caught(() -> guard.failed(proceed.ticket(), failure));
        }
        return Failures.caught(() -> guard.succeeded(proceed.ticket(), value));
    }

    private <C> @Nullable Object instead(CallGuard<C> guard, Decision decision, Body<? extends @Nullable Object> body)
            throws Throwable {
        if (decision instanceof Answer answer) {
            body.answered();
            refresh(guard, answer, body);
            return answer.value();
        }
        return body.refused(decision instanceof Reject reject ? reject.failure() : Failures.defect(decision));
    }

    private static <C> Decision decide(CallGuard<C> guard, C call) {
        Decision now = guard.decideNow(call);
        return finish(guard, now == null ? await(guard, guard.decide(call)) : now);
    }

    private static <C> Decision finish(CallGuard<C> guard, Decision begun) {
        Decision decision = begun;
        while (decision instanceof Unfinished unfinished) {
            decision = await(guard, unfinished.rest().get());
        }
        return decision;
    }

    private static <C> Decision await(CallGuard<C> guard, CompletionStage<Decision> decided) {
        return Waits.await(decided, () -> {
            Wait.leave(decided);
            var interrupted = new CancellationException("The thread was interrupted before the call began");
            decided.thenAccept(late -> giveBack(guard, late, interrupted));
        });
    }

    private static <C> void giveBack(CallGuard<C> guard, Decision late, CancellationException reason) {
        if (late instanceof Proceed proceed && proceed.ticket() != Ticket.NONE) {
            guard.abandoned(proceed.ticket(), reason);
        }
    }

    private <C> @Nullable Object proceed(CallGuard<C> guard, Proceed proceed, Body<? extends @Nullable Object> body)
            throws Throwable {
        Ticket ticket = proceed.ticket();
        if (ticket == Ticket.NONE) {
            return body.call(proceed.args());
        }
        Object value;
        Nesting.enter(ticket);
        try {
            value = body.call(proceed.args());
        } catch (Throwable failure) {
            return settle(guard, proceed, finish(guard, Failures.join(guard.failed(ticket, failure))), body);
        } finally {
            Nesting.leave();
        }
        return settle(guard, proceed, finish(guard, Failures.join(guard.succeeded(ticket, value))), body);
    }

    private <C> @Nullable Object settle(
            CallGuard<C> guard, Proceed made, Decision decision, Body<? extends @Nullable Object> body)
            throws Throwable {
        if (decision instanceof Answer answer) {
            refresh(guard, answer, body);
            return answer.value();
        }
        if (decision instanceof Proceed again && again.isAnotherThan(made)) {
            return make(guard, again, body);
        }
        throw decision instanceof Reject reject ? reject.failure() : Failures.defect(decision);
    }

    private <C> void refresh(CallGuard<C> guard, Answer answer, Body<? extends @Nullable Object> body) {
        var refresh = answer.refresh();
        if (refresh != null) {
            handover.refresh(() -> refresh(guard, refresh, body));
        }
    }

    private <C> void refresh(
            CallGuard<C> guard,
            Supplier<? extends CompletionStage<Decision>> refresh,
            Body<? extends @Nullable Object> body) {
        try {
            if (finish(guard, await(guard, refresh.get())) instanceof Proceed proceed) {
                proceed(guard, proceed, body);
            }
        } catch (Throwable failure) {
            Handover.failed(failure);
        }
    }
}
