package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.Reconciled;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.PendingCompletion;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.StatusNotFinalException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Guards one call of a controller, which ends when its response is written. It attaches the completion of the call to
 * the exchange.
 */
public abstract class ExchangeGuard implements CallGuard<OnceCall> {

    /** The guard of the recipe. */
    protected final CallGuard<OnceCall> guard;

    /** The request of the call. */
    protected final Exchange exchange;

    private volatile boolean untried;

    /**
     * Creates a guard for the call of an exchange.
     *
     * @param guard the guard of the recipe
     * @param exchange the request of the call
     */
    protected ExchangeGuard(CallGuard<OnceCall> guard, Exchange exchange) {
        this.guard = guard;
        this.exchange = exchange;
    }

    @Override
    public final @Nullable Decision decideNow(OnceCall call) {
        Decision decision = guard.decideNow(call);
        return decision == null ? null : attached(decision);
    }

    @Override
    public final CompletionStage<Decision> decide(OnceCall call) {
        return guard.decide(call).thenApply(this::attached);
    }

    private Decision attached(Decision decision) {
        if (decision instanceof Unfinished unfinished) {
            return unfinished.then(this::attached);
        }
        Reconciled reconciled = Reconciled.in(decision);
        Ticket ticket = decision instanceof Proceed proceed
                ? proceed.ticket()
                : reconciled == null ? Ticket.NONE : reconciled.ticket();
        return ticket == Ticket.NONE || exchange.attach(new Tried(completion(ticket)))
                ? answer(decision)
                : tooLate(ticket);
    }

    // Nobody gets the response, and a repetition of the request can run the call.
    private Decision tooLate(Ticket ticket) {
        CancellationException over = new CancellationException("The request is over");
        var unused = abandoned(ticket, over);
        return new Reject(over);
    }

    /** Returns the completion that ends the call of a ticket. */
    protected abstract PendingCompletion completion(Ticket ticket);

    /** Ends a call that did not do its work. A call whose handler refused it is no attempt. */
    public static CompletionStage<Decision> undone(CallGuard<?> guard, Ticket ticket, Throwable reason) {
        return StatusNotFinalException.isRefusal(reason)
                ? guard.abandoned(ticket, reason)
                : guard.failed(ticket, reason);
    }

    // Whatever response the application makes of it, the handler has not run.
    @Override
    public final CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        untried = true;
        return guard.abandoned(ticket, reason);
    }

    /** Converts a decision to one for this exchange. */
    protected Decision answer(Decision decision) {
        return decision;
    }

    /** The completion of a call, unless its handler was never called. */
    private final class Tried implements PendingCompletion {

        private final PendingCompletion completion;

        Tried(PendingCompletion completion) {
            this.completion = completion;
        }

        @Override
        public boolean isHandled() {
            return completion.isHandled();
        }

        @Override
        public CompletionStage<?> finish(RecordedResponse response) {
            return untried ? CompletableFuture.completedFuture(null) : completion.finish(response);
        }

        @Override
        public CompletionStage<?> abandon(Throwable reason) {
            return untried ? CompletableFuture.completedFuture(null) : completion.abandon(reason);
        }
    }
}
