package io.kvkit.call;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A guard around another one, to which it hands everything that it does not override. Tickets are those of the other one.
 *
 * <pre>{@code
 * record Logged<C>(CallGuard<C> guard) implements ForwardingGuard<C> {
 *
 *     @Override
 *     public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
 *         log.info("a call failed", failure);
 *         return guard.failed(ticket, failure);
 *     }
 * }
 * }</pre>
 *
 * @param <C> the type of the guard's view of a call
 * @since 0.1
 */
public interface ForwardingGuard<C> extends CallGuard<C> {

    /** Returns the guard inside this one; always the same. */
    CallGuard<C> guard();

    @Override
    default @Nullable Decision decideNow(C call) {
        return guard().decideNow(call);
    }

    @Override
    default CompletionStage<Decision> decide(C call) {
        return guard().decide(call);
    }

    @Override
    default CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return guard().succeeded(ticket, value);
    }

    @Override
    default CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return guard().failed(ticket, failure);
    }

    @Override
    default CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return guard().abandoned(ticket, reason);
    }
}
