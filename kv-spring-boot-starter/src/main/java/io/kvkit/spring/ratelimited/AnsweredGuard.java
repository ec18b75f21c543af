package io.kvkit.spring.ratelimited;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.call.Ticket;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.PendingCompletion;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.ReturnedStatus;
import io.kvkit.spring.exchange.StatusNotFinalException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Treats an answer with an error status as a failed call of a handler. The caller gets the answer as it was returned.
 *
 * <p>If the handler returned work for another thread, the call ends when its response is written.
 *
 * @param <C> the type of the guard's view of a call
 * @param guard the guard that is told how calls end
 * @param exchange the request of the call; null if it is unknown
 */
record AnsweredGuard<C>(CallGuard<C> guard, @Nullable Exchange exchange) implements ForwardingGuard<C> {

    private static final int FIRST_ERROR = 400;

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        if (exchange != null && (value instanceof Callable || exchange.endsUnseen(value))) {
            exchange.attach(new End(ticket));
            return CompletableFuture.completedFuture(new Answer(value));
        }
        return end(ticket, status(value), value);
    }

    private int status(@Nullable Object value) {
        int returned = ReturnedStatus.of(value);
        return returned == 0 && exchange != null ? status(exchange) : returned;
    }

    /** Returns the status of a response; 0 if it is unknown, or if the server has taken the response back. */
    static int status(Exchange exchange) {
        try {
            return exchange.status();
        } catch (IllegalStateException takenBack) {
            return 0;
        }
    }

    /** Ends a call whose answer has a status. */
    CompletionStage<Decision> end(Ticket ticket, int status, @Nullable Object value) {
        return status < FIRST_ERROR
                ? guard.succeeded(ticket, value)
                : guard.failed(ticket, new StatusNotFinalException(status)).thenApply(ended -> new Answer(value));
    }

    private final class End implements PendingCompletion {

        private final Ticket ticket;

        End(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public CompletionStage<?> finish(RecordedResponse response) {
            return end(ticket, response.status(), null);
        }

        @Override
        public CompletionStage<?> abandon(Throwable reason) {
            return reason instanceof StatusNotFinalException answered
                    ? end(ticket, answered.status(), null)
                    : guard.failed(ticket, reason);
        }
    }
}
