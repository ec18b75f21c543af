package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/** A call with the same key is running at the moment; nothing was executed. */
public final class IdempotencyInProgressException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the refusal.
     *
     * @param retryAfter after what time the same call may find a result
     */
    public IdempotencyInProgressException(Duration retryAfter) {
        super("idempotency-in-progress", "A call with the same idempotency key is still running", retryAfter);
    }
}
