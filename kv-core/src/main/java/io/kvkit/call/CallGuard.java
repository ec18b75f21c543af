package io.kvkit.call;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call is made, and hears how it ended. A guard never makes the call; drivers do.
 *
 * <p>For every {@link Decision.Proceed} with a ticket other than {@link Ticket#NONE} the driver calls exactly one of
 * {@link #succeeded}, {@link #failed} and {@link #abandoned}, once. A guard is used by many threads at once.
 *
 * <p>Drivers call {@link #decideNow} first, and {@link #decide} only where it gave null. Null must be cheap, because on
 * a remote store every call pays for it: a guard asks first whether its store is
 * {@link io.kvkit.store.Capability#IMMEDIATE}, or keeps values near, and prepares a request, a token or a transition
 * only then. Such a store always answers, so nothing is prepared twice.
 *
 * @param <C> what the guard knows about a call: its key and settings
 */
public interface CallGuard<C> {

    /**
     * Decides on the caller's thread without I/O, stage or waiting; null where that is not possible, and then nothing
     * was changed.
     */
    @Nullable
    Decision decideNow(C call);

    /**
     * Decides. The stage fails only for a defect; what a store failure means is part of the decision. It may be
     * completed on a thread of the store's own, so what would run user code there is left {@link Decision.Unfinished}.
     */
    CompletionStage<Decision> decide(C call);

    /**
     * Hears that the call returned, on a thread where user code may run. The stage gives what the caller gets: the
     * value, or a rejection.
     */
    CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value);

    /** Hears that the call failed. The stage gives what the caller gets: an answer in its stead, or a rejection. */
    CompletionStage<Decision> failed(Ticket ticket, Throwable failure);

    /**
     * Hears that the call was not begun: its caller has gone, or no thread takes it. Nobody else is to get the reason.
     */
    default CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return failed(ticket, reason);
    }
}
