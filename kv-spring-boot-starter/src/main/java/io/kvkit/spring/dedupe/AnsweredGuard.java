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
 * Guards one call of a controller that has succeeded when its client was told so, by a final status.
 *
 * <p>What a handler throws undoes its transaction, so such a call has failed whatever status becomes of it.
 */
final class AnsweredGuard extends ExchangeGuard {

    // With what the returned value says against it, null for nothing.
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
        return guard.failed(ticket, failure);
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
        public boolean isHandled() {
            return returned.isDone() && returned.getNow(null) == null;
        }

        @Override
        public CompletionStage<?> finish(RecordedResponse response) {
            boolean byHandler = returned.isDone() && !exchange.givenUp();
            return answered(against -> byHandler ? null : against);
        }

        // An error after the handler returned, as of a view, does not undo what the handler did. Where the container
        // did not
        // wait for the handler, what that returns at last is all there is to go by.
        @Override
        public CompletionStage<?> abandon(Throwable reason) {
            boolean byHandler = reason instanceof StatusNotFinalException && !exchange.givenUp();
            return answered(against -> byHandler ? reason : against);
        }

        // A handler that wrote its answer itself is still running.
        private CompletionStage<?> answered(UnaryOperator<@Nullable Throwable> refusal) {
            boolean running = !returned.isDone();
            CompletionStage<?> ended = returned.thenCompose(against -> end(refusal.apply(against)));
            return running ? CompletableFuture.completedFuture(null) : ended;
        }

        private CompletionStage<?> end(@Nullable Throwable refusal) {
            if (threw) {
                return CompletableFuture.completedFuture(null);
            }
            return refusal == null ? guard.succeeded(ticket, null) : guard.failed(ticket, refusal);
        }
    }
}
