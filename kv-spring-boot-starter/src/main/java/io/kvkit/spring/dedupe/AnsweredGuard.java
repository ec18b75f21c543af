package io.kvkit.spring.dedupe;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.PendingCompletion;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.ReturnedStatus;
import io.kvkit.spring.exchange.StatusNotFinalException;
import io.kvkit.spring.intercept.ExchangeGuard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Guards one call of a controller, which succeeds when its client gets a final status.
 *
 * <p>An exception of a handler undoes its transaction, so such a call has failed whatever its status is.
 */
final class AnsweredGuard extends ExchangeGuard {

    // Completes with the refusal in the returned value, null if there is none.
    private final CompletableFuture<@Nullable Throwable> returned = new CompletableFuture<>();
    private volatile boolean threw;

    AnsweredGuard(CallGuard<OnceCall> guard, Exchange exchange) {
        super(guard, exchange);
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        returned.complete(ReturnedStatus.refusal(value));
        return CompletableFuture.completedFuture(new Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        threw = true;
        returned.complete(failure);
        return undone(guard, ticket, failure);
    }

    @Override
    protected PendingCompletion completion(Ticket ticket) {
        return new Completion(ticket);
    }

    private final class Completion implements PendingCompletion {

        private final Ticket ticket;

        Completion(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public CompletionStage<?> finish(RecordedResponse response) {
            boolean byHandler = returned.isDone() && !exchange.givenUp();
            return answered(against -> byHandler ? null : against);
        }

        // An error after the handler has returned, such as in a view, does not undo the work of the handler. If the
        // container did not wait for the handler, only its eventual return value decides.
        @Override
        public CompletionStage<?> abandon(Throwable reason) {
            boolean byHandler = reason instanceof StatusNotFinalException && !exchange.givenUp();
            return answered(against -> byHandler ? reason : against);
        }

        // A handler that wrote its response itself is still running.
        private CompletionStage<?> answered(UnaryOperator<@Nullable Throwable> refusal) {
            boolean running = !returned.isDone();
            CompletionStage<?> ended = returned.thenCompose(against -> end(refusal.apply(against)));
            return running ? CompletableFuture.completedFuture(null) : ended;
        }

        private CompletionStage<?> end(@Nullable Throwable refusal) {
            if (threw) {
                return CompletableFuture.completedFuture(null);
            }
            return refusal == null ? guard.succeeded(ticket, null) : undone(guard, ticket, refusal);
        }
    }
}
