package io.kvkit.spring.dedupe;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.ForwardingGuard;
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
record ReturnedGuard<C>(CallGuard<C> guard) implements ForwardingGuard<C> {

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        StatusNotFinalException refusal = ReturnedStatus.refusal(value);
        return refusal == null
                ? guard.succeeded(ticket, value)
                : guard.failed(ticket, refusal).thenApply(released -> new Answer(value));
    }
}
