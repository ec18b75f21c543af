package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * What a limit decided about a call. A call that is allowed gives one event for each band of each of its limits; a call
 * that is refused gives one for each band that refused.
 *
 * @param namespace where the permits of the limit are counted
 * @param name the name of the limit, followed by {@code :1}, {@code :2} and so on if it has several bands
 * @param outcome whether the call may pass
 * @param decidedBy who decided
 * @since 0.1
 */
public record RateLimitEvent(Namespace namespace, String name, Outcome outcome, DecidedBy decidedBy)
        implements CallEvent {

    /** What was decided. */
    public enum Outcome {
        /** The call passes. */
        ALLOWED,
        /** The call is refused. */
        REFUSED
    }

    /** Who decided. */
    public enum DecidedBy {
        /** The store. */
        STORE,
        /** This JVM alone, because the store failed. */
        LOCAL,
        /** Nobody: the store failed and the call passes. */
        NOBODY
    }
}
