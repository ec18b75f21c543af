package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.bulk.BulkCall.Item;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One key of a bulk call on its way to a result. */
final class Part {

    private final Item item;
    private final CallGuard<CacheCall> guard;
    private volatile @Nullable Decision decision;

    Part(Item item, CallGuard<CacheCall> guard) {
        this.item = item;
        this.guard = guard;
    }

    Item item() {
        return item;
    }

    /** Returns what is decided so far; null if the decision has not begun. */
    @Nullable
    Decision decision() {
        return decision;
    }

    /** Returns whether there is more to decide, with user code, before anything is computed. */
    boolean isOpen() {
        Decision now = decision;
        return now == null || now instanceof Unfinished unfinished && !unfinished.waits();
    }

    /** Returns whether the key is computed by another call, for which this one does not wait yet. */
    boolean waits() {
        return decision instanceof Unfinished unfinished && unfinished.waits();
    }

    boolean isComputed() {
        return decision instanceof Proceed;
    }

    Ticket ticket() {
        return decision instanceof Proceed proceed ? proceed.ticket() : Ticket.NONE;
    }

    /** Returns what its caller may get before the computation has ended; null if there is nothing. */
    @Nullable
    Supplier<? extends CompletionStage<Decision>> instead() {
        return decision instanceof Proceed proceed ? proceed.instead() : null;
    }

    /** Returns the result; null if there is none. */
    @Nullable
    Object value() {
        return decision instanceof Answer answer ? answer.value() : null;
    }

    /** Returns the same key to be computed in the background; null if it need not be. */
    @Nullable
    Part refresh() {
        var refresh = decision instanceof Answer answer ? answer.refresh() : null;
        return refresh == null ? null : at(new Unfinished(refresh));
    }

    /** Returns the same key with another decision. */
    Part at(Decision other) {
        Part part = new Part(item, guard);
        part.decision = other;
        return part;
    }

    void decideNow() {
        decision = guard.decideNow(item.call());
    }

    /** Continues with the decision. */
    CompletionStage<?> decide() {
        return decision instanceof Unfinished unfinished
                ? become(unfinished.rest())
                : become(() -> guard.decide(item.call()));
    }

    CompletionStage<?> succeeded(@Nullable Object value) {
        Ticket ticket = ticket();
        return ticket == Ticket.NONE ? become(new Answer(value)) : become(() -> guard.succeeded(ticket, value));
    }

    CompletionStage<?> failed(Throwable failure) {
        Ticket ticket = ticket();
        return ticket == Ticket.NONE ? become(new Reject(failure)) : become(() -> guard.failed(ticket, failure));
    }

    CompletionStage<?> abandoned(Throwable reason) {
        Ticket ticket = ticket();
        return ticket == Ticket.NONE ? become(new Reject(reason)) : become(() -> guard.abandoned(ticket, reason));
    }

    /** Gives up the computation of this key, whose result goes to the caller in another way. */
    CompletionStage<?> given(Throwable reason) {
        return abandoned(reason).thenCompose(rejected -> become(new Answer(null)));
    }

    private CompletionStage<?> become(Decision next) {
        return become(() -> CompletableFuture.completedFuture(next));
    }

    // A stage that fails has a defect, which is the caller's to see.
    private CompletionStage<?> become(Supplier<? extends CompletionStage<Decision>> next) {
        return Failures.<Decision>caught(next::get).handle((decided, failure) -> {
            decision = failure == null ? Objects.requireNonNull(decided) : new Reject(Failures.unwrap(failure));
            return null;
        });
    }
}
