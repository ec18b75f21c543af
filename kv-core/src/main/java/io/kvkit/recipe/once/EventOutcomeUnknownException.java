package io.kvkit.recipe.once;

import io.kvkit.call.KvRejectedException;
import java.util.Map;

/**
 * Thrown if it is unknown whether an earlier delivery of the same event had an effect; nothing was executed. Someone must
 * resolve the outcome before the event is processed again.
 *
 * @since 0.1
 */
public final class EventOutcomeUnknownException extends KvRejectedException {

    private static final long serialVersionUID = 1L;

    private final long fence;

    /**
     * Creates an exception.
     *
     * @param fence the fence of the call, which a decision about it must name
     */
    public EventOutcomeUnknownException(long fence) {
        super(
                "event-outcome-unknown",
                "It is unknown whether an earlier delivery of the same event had an effect",
                null);
        this.fence = fence;
    }

    /** Returns the fence of the call, which a decision about it must name. */
    public long fence() {
        return fence;
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("fence", fence);
    }
}
