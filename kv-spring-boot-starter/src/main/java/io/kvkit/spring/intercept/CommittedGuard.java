package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.Reconciled;
import io.kvkit.spring.transaction.OpenTransaction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Guards one call inside a transaction of its caller. The call counts as done after the commit, or not at all. */
final class CommittedGuard implements ForwardingGuard<OnceCall> {

    private final CallGuard<OnceCall> guard;
    private final OpenTransaction open;
    private final OnceTransaction transaction;
    private volatile @Nullable OnceCall guarded;

    CommittedGuard(CallGuard<OnceCall> guard, OpenTransaction open) {
        this.guard = guard;
        this.open = open;
        this.transaction = open.join(OnceTransaction.class, OnceTransaction::new);
    }

    @Override
    public CallGuard<OnceCall> guard() {
        return guard;
    }

    @Override
    public @Nullable Decision decideNow(OnceCall call) {
        guarded = call;
        Decision known = transaction.decision(call);
        return known == null ? begun(guard.decideNow(call)) : known;
    }

    @Override
    public CompletionStage<Decision> decide(OnceCall call) {
        guarded = call;
        Decision known = transaction.decision(call);
        return known == null ? guard.decide(call).thenApply(this::begun) : CompletableFuture.completedFuture(known);
    }

    // What a reconciler has found out is true whatever becomes of this transaction.
    private @Nullable Decision begun(@Nullable Decision decision) {
        if (decision instanceof Unfinished unfinished) {
            return unfinished.then(this::begun);
        }
        if (decision != null && Reconciled.in(decision) != null) {
            guarded = null;
        }
        return decision;
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        OnceCall call = guarded;
        return call == null
                ? guard.succeeded(ticket, value)
                : transaction
                        .hold(new HeldResult(guard, ticket, call, value, open.savepoints()))
                        .thenApply(held -> new Answer(value));
    }
}
