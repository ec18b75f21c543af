package io.kvkit.event;

/**
 * What a circuit breaker does with calls.
 *
 * @since 0.1
 */
public enum BreakerState {
    /** Calls reach the store. */
    CLOSED,
    /** Calls fail at once. A background probe checks whether the store works again. */
    OPEN,
    /** The store seems to work again: a few calls reach it, the others fail at once. */
    HALF_OPEN
}
