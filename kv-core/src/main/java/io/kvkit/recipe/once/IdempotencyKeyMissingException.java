package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;

/** The call needs an idempotency key and has none; nothing was executed. */
public final class IdempotencyKeyMissingException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the refusal.
     *
     * @param message where the key is expected, for the caller
     */
    public IdempotencyKeyMissingException(String message) {
        super("idempotency-key-missing", message, null);
    }
}
