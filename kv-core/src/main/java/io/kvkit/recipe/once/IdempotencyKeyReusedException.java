package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;

/** The key was used before for a call with other content; nothing was executed, and nothing of that call is shown. */
public final class IdempotencyKeyReusedException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    public IdempotencyKeyReusedException() {
        super("idempotency-key-reused", "The idempotency key was used before for a different call", null);
    }
}
