package io.kvkit.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A guard that only decides whether calls are made: it gives no tickets, so drivers do not notify it of their end.
 *
 * @param <C> the type of the guard's view of a call
 * @since 0.1
 */
public interface UnheldGuard<C> extends CallGuard<C> {

    @Override
    default CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return CompletableFuture.completedFuture(new Decision.Answer(value));
    }

    @Override
    default CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return CompletableFuture.completedFuture(new Decision.Reject(failure));
    }
}
