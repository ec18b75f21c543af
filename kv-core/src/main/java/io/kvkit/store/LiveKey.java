package io.kvkit.store;

/**
 * Steps on one key of an embedded store, for callers that come back to the key: the store looks it up once, and again
 * only if its record was dropped. Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public interface LiveKey {

    /**
     * Carries out a transition in one atomic step, as {@link KvStore#applyNow} does.
     *
     * @throws KvException if the store refuses the change
     */
    <R> R apply(LiveTransition<R> transition);

    /** Returns whether the store has dropped the record that was found last, so that this only takes up room. */
    default boolean isDropped() {
        return false;
    }
}
