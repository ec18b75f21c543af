package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;

/**
 * Thrown if the key was used before for a call with other content. Nothing was executed, and the exception shows
 * nothing of the other call.
 *
 * @since 0.1
 */
public final class IdempotencyKeyReusedException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    public IdempotencyKeyReusedException() {
        super("idempotency-key-reused", "The idempotency key was used before for a different call", null);
    }
}
