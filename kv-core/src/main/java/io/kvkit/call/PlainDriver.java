package io.kvkit.call;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
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
     * @throws Throwable what the body threw, unchanged, or the guard's rejection
     */
    public static <C> @Nullable Object run(CallGuard<C> guard, C call, Body body) throws Throwable {
        Decision decision = guard.decideNow(call);
        if (decision == null) {
            decision = Failures.join(guard.decide(call));
        }
        while (decision instanceof Unfinished unfinished) {
            decision = Failures.join(unfinished.rest().get());
        }
        if (decision instanceof Proceed proceed) {
            return proceed.ticket() == Ticket.NONE ? body.call() : proceed(guard, proceed.ticket(), body);
        }
        return settle(decision);
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
