package io.kvkit.spring.idempotent;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.spring.exchange.AnswerNotWrittenException;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.PendingCompletion;
import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.ReturnedStatus;
import io.kvkit.spring.exchange.StatusNotFinalException;
import io.kvkit.spring.intercept.ExchangeGuard;
import io.kvkit.spring.intercept.FollowedWork;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Guards one call of a controller and keeps its response, not its return value.
 *
 * <p>A replay leaves the handler by an exception, so that it works with every return type. The component that writes
 * the response records the outcome of a call.
 */
final class ReplayGuard extends ExchangeGuard {

    // Completes with whether the handler ended well and did not ask for another attempt.
    private final CompletableFuture<Boolean> handled = new CompletableFuture<>();
    private volatile boolean unseen;
    private volatile @Nullable OutcomeUnknownException unknown;

    ReplayGuard(CallGuard<OnceCall> guard, Exchange exchange) {
        super(guard, exchange);
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        unseen = exchange.endsUnseen(value);
        if (value instanceof Callable<?> work) {
            return CompletableFuture.completedFuture(new Answer(new FollowedWork<>(work, this::ended)));
        }
        if (!unseen) {
            handled.complete(ReturnedStatus.refusal(value) == null);
        }
        return CompletableFuture.completedFuture(new Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        exchange.failed(failure);
        ended(failure);
        return CompletableFuture.completedFuture(new Reject(failure));
    }

    private void ended(@Nullable Throwable failure) {
        if (failure instanceof OutcomeUnknownException thrown) {
            unknown = thrown;
        }
        handled.complete(failure == null);
    }

    @Override
    protected PendingCompletion completion(Ticket ticket) {
        return new Completion(ticket);
    }

    @Override
    protected Decision answer(Decision decision) {
        return decision instanceof Answer answer && answer.value() instanceof RecordedResponse recorded
                ? new Reject(exchange.replay(recorded))
                : decision;
    }

    private final class Completion implements PendingCompletion {

        private final Ticket ticket;

        Completion(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public boolean isHandled() {
            return unseen ? exchange.hasEndedWell() : handled.getNow(false);
        }

        @Override
        public CompletionStage<?> finish(RecordedResponse response) {
            return guard.succeeded(ticket, response);
        }

        // A handler that is still running holds the key: a second one must not start at the same time.
        @Override
        public CompletionStage<?> abandon(Throwable reason) {
            if (unseen && !exchange.givenUp()) {
                handled.complete(true);
            }
            boolean unwritten = isOfResponse(reason) || !isOfHandler(reason);
            CompletionStage<?> ended = handled.thenCompose(well ->
                    well && unwritten ? guard.succeeded(ticket, RecordedResponse.notWritten()) : undone(reason));
            return handled.isDone() ? ended : CompletableFuture.completedFuture(null);
        }

        private CompletionStage<Decision> undone(Throwable reason) {
            if (unknown != null) {
                return guard.failed(ticket, unknown);
            }
            return isOfHandler(reason) ? ExchangeGuard.undone(guard, ticket, reason) : guard.failed(ticket, reason);
        }

        // Neither a lost response nor a client that goes away undoes the work of a handler.
        private boolean isOfResponse(Throwable reason) {
            return reason instanceof AnswerNotWrittenException || reason instanceof CancellationException;
        }

        // Another component answers after a timeout, or if WebFlux has no format for the value of a stage.
        private boolean isOfHandler(Throwable reason) {
            return !exchange.givenUp() && (handled.isDone() || reason instanceof StatusNotFinalException);
        }
    }
}
