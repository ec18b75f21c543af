package io.kvkit.call;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call is made, and is notified of its end. A guard never makes the call; drivers do.
 *
 * <p>For every {@link Decision.Proceed} with a ticket other than {@link Ticket#NONE}, the driver calls exactly one of
 * {@link #succeeded}, {@link #failed} and {@link #abandoned}, once. Guards are safe for use by several threads.
 *
 * <p>Drivers call {@link #decideNow} first, and {@link #decide} only if it returned null. On a remote store every call
 * pays for returning null, so it must be cheap: a guard first checks whether its store is
 * {@link io.kvkit.store.Capability#IMMEDIATE}, and only then prepares a request, a token or a transition. Such a store
 * always answers, so nothing is prepared twice.
 *
 * @param <C> the type of the guard's view of a call: its key and settings
 * @since 0.1
 */
public interface CallGuard<C> {

    /**
     * Decides on the caller's thread without I/O and without blocking. Returns null if that is not possible; nothing is
     * changed then.
     */
    @Nullable
    Decision decideNow(C call);

    /**
     * Decides asynchronously. A failure of the store is part of the decision; the stage fails only for a defect. The
     * stage may be completed on a thread of the store, so a decision that needs user code is left
     * {@link Decision.Unfinished}.
     */
    CompletionStage<Decision> decide(C call);

    /**
     * Called after the call returned, on a thread that may run user code. The stage gives the result for the caller:
     * the value, or a rejection. If a part of the result is still missing, it gives a {@link Decision.Proceed} with
     * another ticket, and the driver makes another call.
     */
    CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value);

    /**
     * Called after the call failed. The stage gives the result for the caller: an answer instead, or a rejection. If the
     * answer needs user code, it is left {@link Decision.Unfinished}.
     */
    CompletionStage<Decision> failed(Ticket ticket, Throwable failure);

    /**
     * Called if the call was not started, because its caller cancelled or the executor refused it. The reason concerns
     * only that caller.
     */
    default CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return failed(ticket, reason);
    }
}
