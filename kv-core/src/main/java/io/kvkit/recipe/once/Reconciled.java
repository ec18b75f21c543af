package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.call.Ticket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The value of an answer of which only the reconciler knows that its work is done: nothing is stored yet. A guard around
 * the recipe sees it before the work is {@linkplain CallGuard#succeeded recorded}, and may attach what it attaches to a
 * call that is made.
 *
 * @param ticket the ticket of the call that took over
 * @param value the value that the reconciler gave
 * @since 0.1
 */
public record Reconciled(Ticket ticket, @Nullable Object value) {

    /** Returns the value of an answer if it is a reconciled one; otherwise null. */
    public static @Nullable Reconciled in(Decision decision) {
        return decision instanceof Answer answer && answer.value() instanceof Reconciled reconciled ? reconciled : null;
    }

    /**
     * Returns a guard that records what was reconciled, around all others.
     *
     * @param guard decides about the calls
     */
    public static CallGuard<OnceCall> recording(CallGuard<OnceCall> guard) {
        return new Recording(guard);
    }

    private record Recording(CallGuard<OnceCall> guard) implements ForwardingGuard<OnceCall> {

        // Only the rest of a decision asks a reconciler.
        @Override
        public @Nullable Decision decideNow(OnceCall call) {
            Decision decision = guard.decideNow(call);
            return decision instanceof Unfinished unfinished ? recorded(unfinished) : decision;
        }

        @Override
        public CompletionStage<Decision> decide(OnceCall call) {
            return guard.decide(call).thenCompose(this::recorded);
        }

        private Unfinished recorded(Unfinished unfinished) {
            return new Unfinished(() -> unfinished.rest().get().thenCompose(this::recorded), unfinished.waits());
        }

        private CompletionStage<Decision> recorded(Decision decision) {
            Reconciled reconciled = in(decision);
            return reconciled == null
                    ? CompletableFuture.completedFuture(
                            decision instanceof Unfinished unfinished ? recorded(unfinished) : decision)
                    : guard.succeeded(reconciled.ticket(), reconciled.value());
        }
    }
}
