package io.kvkit.recipe.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * Computes what a call has cost from its result.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ActualCost {

    /** Returns the permits that a call with this result has cost, 0 or more. */
    long of(@Nullable Object result);
}
