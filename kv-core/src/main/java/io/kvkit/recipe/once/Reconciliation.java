package io.kvkit.recipe.once;

import org.jspecify.annotations.Nullable;

/**
 * What became of a call whose process died.
 *
 * @since 0.1
 */
public sealed interface Reconciliation {

    /**
     * The work was done. The result is stored and returned, as if the call had returned it.
     *
     * @param result the result, of the type that the method returns, without future or publisher; ignored for events
     */
    record Done(@Nullable Object result) implements Reconciliation {}

    /** The work was not done. The call that took over does it. */
    record NotDone() implements Reconciliation {}

    /** It cannot be found out. The key is held until someone resolves it. */
    record Unknown() implements Reconciliation {}

    /** Returns that the work was done. */
    static Reconciliation done(@Nullable Object result) {
        return new Done(result);
    }

    /** Returns that the work was not done. */
    static Reconciliation notDone() {
        return new NotDone();
    }

    /** Returns that it cannot be found out. */
    static Reconciliation unknown() {
        return new Unknown();
    }
}
