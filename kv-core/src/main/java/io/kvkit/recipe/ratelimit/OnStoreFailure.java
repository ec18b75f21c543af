package io.kvkit.recipe.ratelimit;

/** What a limit does when the store fails or does not answer in time. */
public enum OnStoreFailure {
    /** This JVM limits alone, with the same bands on a store of its own, until the store answers again. */
    LOCAL,
    /** The call passes. */
    OPEN,
    /** The call fails with the store's {@link io.kvkit.store.KvException}. */
    CLOSED
}
