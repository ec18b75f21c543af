package io.kvkit.recipe.cache.bulk;

import io.kvkit.store.Key;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of a bulk call are narrowed, and how its result is taken apart and put together. Implementations are
 * safe for use by several threads.
 *
 * @since 0.1
 */
public interface BulkForm {

    /**
     * One result for the caller.
     *
     * @param ids the ids of the caller with this result
     * @param value the result; neither null nor an empty Optional
     */
    record Found(List<@Nullable Object> ids, Object value) {}

    /** Returns all arguments of a call for some of the ids only. Runs no user code. */
    @Nullable
    Object[] arguments(List<@Nullable Object> ids);

    /**
     * Takes the result of a call apart. A key without a result is absent; a key that was not asked for is ignored. May
     * throw, because it runs user code: the caller then gets the result, and nothing of it is stored.
     */
    Map<Key, Object> divided(@Nullable Object result);

    /**
     * Returns the result for the caller.
     *
     * @param found the results in the order of the caller
     * @param undivided the result of a call that could not be taken apart, to be added as it is; null if there is none
     */
    Object joined(List<Found> found, @Nullable Object undivided);
}
