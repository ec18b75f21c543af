package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/**
 * Thrown if the same event is being processed at the moment. Do not acknowledge the event now; deliver it again later.
 *
 * @since 0.1
 */
public final class EventInProgressException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param retryAfter the time after which the event may have been processed
     */
    public EventInProgressException(Duration retryAfter) {
        super("event-in-progress", "The same event is still being processed", retryAfter);
    }
}
