package io.kvkit.recipe.cache;

import org.jspecify.annotations.Nullable;

/**
 * What a call finds that neither waits for a computation nor makes one itself.
 *
 * @since 0.1
 */
public sealed interface Sought {

    /**
     * A fresh result.
     *
     * @param result the result; null if null is stored
     */
    record Found(@Nullable Object result) implements Sought {}

    /**
     * No result.
     *
     * @param fill stores the result that the caller computes; null if it cannot be stored, because the store failed
     */
    record Missed(@Nullable OpenFill fill) implements Sought {

        /** Nothing was found, and nothing can be stored. */
        static final Missed WITHOUT_STORE = new Missed(null);
    }
}
