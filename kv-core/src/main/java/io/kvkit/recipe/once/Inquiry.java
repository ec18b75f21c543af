package io.kvkit.recipe.once;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Failures;
import io.kvkit.claim.HeldClaim;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the reconciler of a call that took over.
 *
 * @param ticket the ticket of the call, whose claim is renewed meanwhile
 * @param held its claim
 */
record Inquiry(OnceTicket ticket, HeldClaim held) {

    /** Returns what follows from the answer: the call is made, answered, or refused. */
    static CompletionStage<Decision> about(Proceed proceed, Takeover takeover) {
        OnceTicket ticket = (OnceTicket) proceed.ticket();
        Inquiry inquiry = new Inquiry(ticket, Objects.requireNonNull(ticket.held()));
        return Failures.caught(() -> takeover.ask(ticket.context()))
                .handle(inquiry::decide)
                .thenCompose(decision -> decision);
    }

    private CompletionStage<Decision> decide(@Nullable Reconciliation answer, @Nullable Throwable failure) {
        if (answer instanceof Reconciliation.Done done) {
            return CompletableFuture.completedFuture(new Answer(new Reconciled(ticket, done.result())));
        }
        if (answer instanceof Reconciliation.NotDone) {
            return CompletableFuture.completedFuture(new Proceed(ticket));
        }
        return answer instanceof Reconciliation.Unknown ? hold() : leave(failure);
    }

    private CompletionStage<Decision> hold() {
        long fence = ticket.context().fence();
        return ticket.undecided(held, ticket.call().settings().face().outcomeUnknown(fence));
    }

    // The lease ends by itself, and the next call takes over and asks again.
    private CompletionStage<Decision> leave(@Nullable Throwable failure) {
        held.rest();
        return CompletableFuture.completedFuture(new Reject(
                failure == null ? new NullPointerException("The reconciler returned null") : Failures.unwrap(failure)));
    }
}
