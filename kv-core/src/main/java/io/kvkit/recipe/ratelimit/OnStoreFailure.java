package io.kvkit.recipe.ratelimit;

/**
 * What a limit does if the store fails or does not answer in time.
 *
 * @since 0.1
 */
public enum OnStoreFailure {
    /** This JVM limits on its own, with the same bands on an embedded store, until the store answers again. */
    LOCAL,
    /** The call passes. */
    OPEN,
    /** The call fails with the store's {@link io.kvkit.store.KvException}. */
    CLOSED;

    /** Returns the stricter of two policies: CLOSED before LOCAL, and LOCAL before OPEN. */
    public OnStoreFailure stricter(OnStoreFailure other) {
        return other == CLOSED || this == OPEN ? other : this;
    }
}
