package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A guard that notes how its calls ended, and ends them when a test says so. */
public final class ToldGuard<C> implements CallGuard<C> {

    public static final Ticket TICKET = new Ticket() {};

    private final Decision decision;
    private final List<Object> told = new ArrayList<>();
    private final CompletableFuture<Void> stored = new CompletableFuture<>();

    public ToldGuard(Decision decision) {
        this.decision = decision;
        stored.complete(null);
    }

    /** How calls ended: their values, or their failures. */
    public List<Object> told() {
        return told;
    }

    @Override
    public @Nullable Decision decideNow(C call) {
        return decision;
    }

    @Override
    public CompletionStage<Decision> decide(C call) {
        return CompletableFuture.completedFuture(decision);
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        told.add(value == null ? "succeeded" : value);
        return stored.thenApply(done -> new Answer(value));
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        told.add("abandoned");
        return stored.thenApply(done -> new Reject(reason));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        told.add(failure);
        return stored.thenApply(done -> new Reject(failure));
    }
}
