package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.PendingCompletion;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Guards one call of a controller that ends when its response is written, and leaves there what ends it. */
public abstract class ExchangeGuard implements CallGuard<OnceCall> {

    /** The guard of the recipe. */
    protected final CallGuard<OnceCall> guard;

    /** The request that the call belongs to. */
    protected final Exchange exchange;

    /** Guards the call of an exchange by the guard of the recipe. */
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
        if (decision instanceof Proceed proceed && proceed.ticket() != Ticket.NONE) {
            exchange.attach(completion(proceed.ticket()));
        }
        return answer(decision);
    }

    /** What ends the call of a ticket. */
    protected abstract PendingCompletion completion(Ticket ticket);

    /** What becomes of a decision in an exchange. */
    protected Decision answer(Decision decision) {
        return decision;
    }
}
