package io.kvkit.resilience;

/** What a circuit breaker does with calls. */
public enum BreakerState {
    /** Calls reach the store. */
    CLOSED,
    /** Calls fail at once; the store is asked in the background whether it works again. */
    OPEN,
    /** The store seems to work again: a few calls reach it, the others fail at once. */
    HALF_OPEN
}
