package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/** The same event is being processed at the moment: deliver it again later, and do not acknowledge it now. */
public final class EventInProgressException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the refusal.
     *
     * @param retryAfter after what time the event may be known as processed
     */
    public EventInProgressException(Duration retryAfter) {
        super("event-in-progress", "The same event is still being processed", retryAfter);
    }
}
