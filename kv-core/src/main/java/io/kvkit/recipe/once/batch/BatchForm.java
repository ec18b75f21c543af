package io.kvkit.recipe.once.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of a batch are narrowed, and what its failures say. Implementations are safe for use by several
 * threads.
 *
 * @since 0.1
 */
public interface BatchForm {

    /**
     * A failure that names the item that failed.
     *
     * @param position the position of the item in the whole batch
     * @param cause why it failed
     */
    record Failed(int position, Throwable cause) {}

    /** Returns all arguments of a call for the items at some positions only. Runs no user code. */
    @Nullable
    Object[] arguments(List<Integer> positions);

    /**
     * Returns the item that a failure names; null if it names none.
     *
     * @param positions the positions of the items of the call that failed
     */
    @Nullable
    Failed failed(Throwable failure, List<Integer> positions);

    /** Returns the failure that says that all items before a position are done, and this one is not. */
    Throwable upTo(int position, Throwable cause);
}
