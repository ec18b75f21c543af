package io.kvkit.recipe.once;

import io.kvkit.store.Key;

/**
 * Hears what became of events, for metrics.
 *
 * <p>It is called on the thread at hand and must not block; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface DedupeObserver {

    /** Hears nothing. */
    DedupeObserver NONE = (outcome, key) -> {};

    /** What became of an event. */
    enum Outcome {
        /** The event goes to its consumer, for the first time or after a failure. */
        CLAIMED,
        /** The event goes to its consumer because the lease of an earlier delivery had lapsed. */
        TAKEOVER,
        /** The event was processed, which is known from now on. */
        COMPLETED,
        /** The event was known as processed. */
        DUPLICATE,
        /** Refused: the event is being processed. */
        IN_PROGRESS,
        /** The consumer failed and the event may be delivered again. */
        RELEASED,
        /** The lease of an event in process was lost: another delivery may begin. */
        LEASE_LOST,
        /** The consumer ended after another delivery had taken the event. */
        STALE,
        /** The event was processed, but that could not be stored within the lease. */
        COMPLETION_LOST,
        /** The event was processed without protection, because the store failed. */
        UNPROTECTED,
        /** Refused: the store failed. */
        UNAVAILABLE
    }

    /** Hears one outcome. */
    void observed(Outcome outcome, Key key);
}
