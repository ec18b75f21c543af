package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.util.Map;

/**
 * Thrown if the processing of the same event has failed too often; nothing was executed. Someone must release the event
 * before it is processed again.
 *
 * @since 0.1
 */
public final class EventParkedException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    private final int attempts;

    /**
     * Creates an exception.
     *
     * @param attempts the number of attempts that ended without a result
     */
    public EventParkedException(int attempts) {
        super("event-parked", "The processing of the same event has failed too often", null);
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
