package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;

/**
 * Thrown if the idempotency key is malformed; nothing was executed.
 *
 * @since 0.1
 */
public final class IdempotencyKeyInvalidException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is wrong with the key, without the key
     */
    public IdempotencyKeyInvalidException(String message) {
        super("idempotency-key-invalid", message, null);
    }
}
