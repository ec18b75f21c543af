package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.util.Map;

/**
 * Thrown if too many calls with the same key have failed; nothing was executed. Someone must release the key before
 * another call with it runs.
 *
 * @since 0.1
 */
public final class IdempotencyParkedException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    private final int attempts;

    /**
     * Creates an exception.
     *
     * @param attempts the number of attempts that ended without a result
     */
    public IdempotencyParkedException(int attempts) {
        super("idempotency-parked", "Too many calls with the same idempotency key have failed", null);
        this.attempts = attempts;
    }

    /** Returns the number of attempts that ended without a result. */
    public int attempts() {
        return attempts;
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("attempts", attempts);
    }
}
