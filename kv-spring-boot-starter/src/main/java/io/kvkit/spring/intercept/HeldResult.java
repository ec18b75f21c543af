package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyKeyReusedException;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OutcomeUnknownException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call that waits for the end of the transaction around it.
 *
 * @param guard the guard to tell the end of the call
 * @param ticket the ticket of the call
 * @param call the call
 * @param value the result
 * @param savepoints how many savepoints the transaction had when the call returned
 */
record HeldResult(
        CallGuard<OnceCall> guard,
        Ticket ticket,
        OnceCall call,
        @Nullable Object value,
        int savepoints) {

    CompletionStage<?> committed() {
        return guard.succeeded(ticket, value);
    }

    CompletionStage<?> rolledBack() {
        return guard.failed(ticket, new CancellationException("The transaction around the call was rolled back"));
    }

    CompletionStage<?> unknown() {
        return guard.failed(
                ticket, new OutcomeUnknownException("Nobody knows whether the transaction around the call committed"));
    }

    /** Returns what a further call with the key gets inside the transaction. */
    Decision answer(OnceCall other) {
        if (differs(call.fingerprint(), other.fingerprint())) {
            return new Reject(new IdempotencyKeyReusedException());
        }
        return other.duplicates() instanceof Duplicates.Skip skip ? skipped(skip) : new Answer(value);
    }

    private static boolean differs(byte @Nullable [] first, byte @Nullable [] second) {
        return first != null && second != null && !Arrays.equals(first, second);
    }

    private static Decision skipped(Duplicates.Skip skip) {
        try {
            return new Answer(skip.result().get());
        } catch (RuntimeException failure) {
            return new Reject(failure);
        }
    }
}
