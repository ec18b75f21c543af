package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;

/**
 * Thrown if the call succeeded before, but its result was not stored and cannot be replayed; nothing was executed.
 *
 * @since 0.1
 */
public final class IdempotencyResultNotRetainedException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    public IdempotencyResultNotRetainedException() {
        super(
                "idempotency-result-not-retained",
                "A call with the same idempotency key succeeded, but its result was not retained",
                null);
    }
}
