package io.kvkit.tck;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.ContextGuard;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.Reconciled;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Decides like a guard of calls that run once, and keeps the contexts of the calls that it lets through. */
final class SeenContexts implements CallGuard<OnceCall> {

    private final List<IdempotencyContext> seen = new CopyOnWriteArrayList<>();
    private final CallGuard<OnceCall> guard;

    SeenContexts(CallGuard<OnceCall> guard) {
        this.guard = ContextGuard.only(Reconciled.recording(guard));
    }

    IdempotencyContext last() {
        return seen.get(seen.size() - 1);
    }

    int count() {
        return seen.size();
    }

    @Override
    public @Nullable Decision decideNow(OnceCall call) {
        Decision decision = guard.decideNow(call);
        return decision == null ? null : look(decision);
    }

    @Override
    public CompletionStage<Decision> decide(OnceCall call) {
        return guard.decide(call).thenApply(this::look);
    }

    private Decision look(Decision decision) {
        if (decision instanceof Unfinished unfinished) {
            return unfinished.then(this::look);
        }
        if (decision instanceof Proceed proceed) {
            seen.add((IdempotencyContext) proceed.args()[0]);
        }
        return decision;
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return guard.succeeded(ticket, value);
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return guard.failed(ticket, failure);
    }
}
