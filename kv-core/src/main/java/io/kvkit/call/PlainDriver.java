package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.store.KvException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes guarded calls on the caller's thread, which waits for the store and runs all user code. */
public final class PlainDriver {

    /** The call that is guarded. */
    @FunctionalInterface
    public interface Body {

        /** Makes the call. */
        @Nullable
        Object call() throws Throwable;
    }

    private PlainDriver() {}

    /**
     * Makes one guarded call.
     *
     * @throws Throwable what the body threw, unchanged, or the guard's rejection; a TRANSIENT {@link KvException} if the
     *     thread is interrupted while it waits for the decision, and then the body is not called
     */
    public static <C> @Nullable Object run(CallGuard<C> guard, C call, Body body) throws Throwable {
        Decision decision = guard.decideNow(call);
        if (decision == null) {
            decision = await(guard, guard.decide(call));
        }
        while (decision instanceof Unfinished unfinished) {
            decision = await(guard, unfinished.rest().get());
        }
        if (decision instanceof Proceed proceed) {
            return proceed.ticket() == Ticket.NONE ? body.call() : proceed(guard, proceed.ticket(), body);
        }
        return settle(decision);
    }

    private static <C> Decision await(CallGuard<C> guard, CompletionStage<Decision> decided) {
        return Waits.await(decided, () -> {
            var interrupted = new CancellationException("The thread was interrupted before the call began");
            decided.thenAccept(late -> giveBack(guard, late, interrupted));
        });
    }

    private static <C> void giveBack(CallGuard<C> guard, Decision late, CancellationException reason) {
        if (late instanceof Proceed proceed && proceed.ticket() != Ticket.NONE) {
            guard.abandoned(proceed.ticket(), reason);
        }
    }

    private static <C> @Nullable Object proceed(CallGuard<C> guard, Ticket ticket, Body body) throws Throwable {
        Object value;
        Nesting.enter(ticket);
        try {
            value = body.call();
        } catch (Throwable failure) {
            return settle(Failures.join(guard.failed(ticket, failure)));
        } finally {
            Nesting.leave();
        }
        return settle(Failures.join(guard.succeeded(ticket, value)));
    }

    private static @Nullable Object settle(Decision decision) throws Throwable {
        if (decision instanceof Answer answer) {
            return answer.value();
        }
        if (decision instanceof Reject reject) {
            throw reject.failure();
        }
        throw Failures.defect(decision);
    }
}
