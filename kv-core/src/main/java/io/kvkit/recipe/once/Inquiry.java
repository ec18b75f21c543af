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
            return done(done.result());
        }
        if (answer instanceof Reconciliation.NotDone) {
            return CompletableFuture.completedFuture(new Proceed(ticket));
        }
        return answer instanceof Reconciliation.Unknown ? hold() : leave(failure);
    }

    // Duplicates of an event get the same, whatever its reconciler found.
    private CompletionStage<Decision> done(@Nullable Object result) {
        Decision answer = ticket.call().duplicates() instanceof Duplicates.Skip skip
                ? Admission.answer(skip.result())
                : new Answer(result);
        return answer instanceof Answer found
                ? CompletableFuture.completedFuture(new Answer(new Reconciled(ticket, found.value())))
                : leave(((Reject) answer).failure());
    }

    private CompletionStage<Decision> hold() {
        long fence = ticket.context().fence();
        return ticket.undecided(held, ticket.call().settings().face().outcomeUnknown(fence));
    }

    // After the lease, the next call takes over and asks again. Nothing was tried, so this was no attempt.
    private CompletionStage<Decision> leave(@Nullable Throwable failure) {
        Throwable reason =
                failure == null ? new NullPointerException("The reconciler returned null") : Failures.unwrap(failure);
        return held.leave().handle((reply, unheard) -> new Reject(reason));
    }
}
