package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;

/**
 * Thrown if a call needs an idempotency key and has none; nothing was executed.
 *
 * @since 0.1
 */
public final class IdempotencyKeyMissingException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message where the key is expected, for the caller
     */
    public IdempotencyKeyMissingException(String message) {
        super("idempotency-key-missing", message, null);
    }
}
