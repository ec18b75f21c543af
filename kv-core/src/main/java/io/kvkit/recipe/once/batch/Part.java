package io.kvkit.recipe.once.batch;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.OnceCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One item of a batch on its way to a decision. */
final class Part {

    private final int position;
    private final CallGuard<OnceCall> guard;
    private final @Nullable OnceCall call;
    private volatile @Nullable Decision decision;

    private Part(int position, CallGuard<OnceCall> guard, @Nullable OnceCall call, @Nullable Decision decision) {
        this.position = position;
        this.guard = guard;
        this.call = call;
        this.decision = decision;
    }

    static Part of(int position, CallGuard<OnceCall> guard, OnceBatch.Item item) {
        if (item instanceof OnceBatch.Item.Guarded guarded) {
            return new Part(position, guard, guarded.call(), null);
        }
        boolean refused = item instanceof OnceBatch.Item.Refused;
        Decision known = refused ? new Reject(((OnceBatch.Item.Refused) item).reason()) : Proceed.FREELY;
        return new Part(position, guard, null, known);
    }

    int position() {
        return position;
    }

    boolean isOpen() {
        return decision == null || decision instanceof Unfinished;
    }

    boolean proceeds() {
        return decision instanceof Proceed;
    }

    /** Returns why the item is not done; null if nothing speaks against it. */
    @Nullable
    Throwable refusal() {
        return decision instanceof Reject reject ? reject.failure() : null;
    }

    Ticket ticket() {
        return decision instanceof Proceed proceed ? proceed.ticket() : Ticket.NONE;
    }

    /** Takes one step of the decision. The stage never fails. */
    CompletionStage<?> decide() {
        CompletionStage<Decision> step = decision instanceof Unfinished unfinished
                ? Failures.caught(() -> unfinished.rest().get())
                : begin();
        return step.handle((found, failure) -> {
            decision = failure == null ? found : new Reject(Failures.unwrap(failure));
            return found;
        });
    }

    private CompletionStage<Decision> begin() {
        return call == null
                ? CompletableFuture.completedFuture(Proceed.FREELY)
                : Failures.caught(() -> guard.decide(call));
    }

    CompletionStage<?> succeeded() {
        return ticket() == Ticket.NONE ? done() : guard.succeeded(ticket(), null);
    }

    CompletionStage<?> failed(Throwable failure) {
        return ticket() == Ticket.NONE ? done() : guard.failed(ticket(), failure);
    }

    CompletionStage<?> abandoned(Throwable reason) {
        return ticket() == Ticket.NONE ? done() : guard.abandoned(ticket(), reason);
    }

    private static CompletionStage<?> done() {
        return CompletableFuture.completedFuture(null);
    }
}
