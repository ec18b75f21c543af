package io.kvkit.recipe.once.batch;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.gathering.Gathering;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets one call do the work of several keys that was not done yet.
 *
 * <p>A batch is one decision for each key, with all promises of a single call. What they ask of the store is sent
 * together: one batch of claims before the call, and one of their ends after it. A key that is there twice counts once.
 *
 * <p>The batch has an order. If an item is refused, for instance because its work is running elsewhere, the call is made
 * for the items before it, and fails at that item afterwards. If the call fails and names an item, those before it are
 * done, and those after it were not tried. If its failure names none, all of its items are released, and it becomes a
 * failure at the first of them; the attempt then counts only for a single item, because nobody knows which of several has
 * failed. An {@link Error} is passed on as it is. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * BatchGuard guard = new BatchGuard(once);
 * new PlainDriver(executor).run(guard, new OnceBatch(items, form), args -> book((List<Order>) args[0]));
 * }</pre>
 *
 * @since 0.1
 */
public final class BatchGuard implements CallGuard<OnceBatch> {

    private final Once once;
    private final UnaryOperator<CallGuard<OnceCall>> each;

    /** Creates the guard of batches. */
    public BatchGuard(Once once) {
        this(once, UnaryOperator.identity());
    }

    /**
     * Creates the guard of batches whose items have guards of their own.
     *
     * @param each returns the guard of an item around that of the recipe
     */
    public BatchGuard(Once once, UnaryOperator<CallGuard<OnceCall>> each) {
        this.once = once;
        this.each = each;
    }

    @Override
    public @Nullable Decision decideNow(OnceBatch batch) {
        return null;
    }

    @Override
    public CompletionStage<Decision> decide(OnceBatch batch) {
        Gathering gathering = new Gathering(once.store());
        CallGuard<OnceCall> guard = each.apply(once.together(gathering.view(), gathering::timer));
        return new Progress(batch, guard, gathering).begin();
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return ((BatchTicket) ticket).succeeded(value);
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return ((BatchTicket) ticket).failed(failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return ((BatchTicket) ticket).abandoned(reason);
    }
}
