package io.kvkit.spring.dedupe;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Ticket;
import io.kvkit.spring.exchange.ReturnedStatus;
import io.kvkit.spring.exchange.StatusNotFinalException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Treats a returned error as a failed call. The caller gets the error as it was returned. A broker is told nothing of a
 * refusal and delivers again and again, so a refusal counts an attempt here.
 *
 * @param guard the guard that records how calls end
 */
record ReturnedGuard<C>(CallGuard<C> guard) implements CallGuard<C> {

    @Override
    public @Nullable Decision decideNow(C call) {
        return guard.decideNow(call);
    }

    @Override
    public CompletionStage<Decision> decide(C call) {
        return guard.decide(call);
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        StatusNotFinalException refusal = ReturnedStatus.refusal(value);
        return refusal == null
                ? guard.succeeded(ticket, value)
                : guard.failed(ticket, refusal).thenApply(released -> new Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return guard.failed(ticket, failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return guard.abandoned(ticket, reason);
    }
}
