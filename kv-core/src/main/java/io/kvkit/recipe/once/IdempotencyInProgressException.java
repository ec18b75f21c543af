package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/**
 * Thrown if a call with the same key is running at the moment; nothing was executed.
 *
 * @since 0.1
 */
public final class IdempotencyInProgressException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param retryAfter the time after which the same call may find a result
     */
    public IdempotencyInProgressException(Duration retryAfter) {
        super("idempotency-in-progress", "A call with the same idempotency key is still running", retryAfter);
    }
}
