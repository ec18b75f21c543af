package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;

/**
 * Thrown by work that cannot know whether it had an effect, such as after a payment whose response was lost. Its key is
 * then held: no call with the key runs until the outcome is resolved, or the time to live of the key has passed.
 *
 * <pre>{@code
 * try {
 *     return bank.charge(order, context.downstreamKey("charge"));
 * } catch (SocketTimeoutException e) {
 *     throw new OutcomeUnknownException("The bank did not answer", e);
 * }
 * }</pre>
 *
 * <p>Over HTTP the call is answered with 409 {@code idempotency-outcome-unknown}.
 *
 * @since 0.1
 */
public class OutcomeUnknownException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is unknown, for the caller
     */
    public OutcomeUnknownException(String message) {
        super("idempotency-outcome-unknown", message);
    }

    /**
     * Creates an exception.
     *
     * @param message what is unknown, for the caller
     * @param cause the failure that left it unknown
     */
    public OutcomeUnknownException(String message, Throwable cause) {
        this(message);
        initCause(cause);
    }
}
