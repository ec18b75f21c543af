package io.kvkit.spring.ratelimited;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.call.Ticket;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.LaterWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Ends the call of a handler that returned work for another thread when its response has ended, and the work, which can
 * take longer: after a timeout, or after the client went away. Other calls end when the handler returns.
 *
 * @param <C> the type of the guard's view of a call
 * @param guard the guard that is told how calls end
 * @param exchange the request of the call
 */
record HandledGuard<C>(AnsweredGuard<C> guard, Exchange exchange) implements ForwardingGuard<C> {

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        LaterWork work = new LaterWork();
        Object later = exchange.later(value, work);
        if (later == null) {
            return guard.succeeded(ticket, value);
        }
        exchange.afterResponse(() -> end(ticket, work));
        return CompletableFuture.completedFuture(new Answer(later));
    }

    // When the work has ended, the server may have the response taken back for another request.
    private void end(Ticket ticket, LaterWork work) {
        int status = AnsweredGuard.status(exchange);
        work.giveUp().thenRun(() -> guard.end(ticket, status, null));
    }
}
