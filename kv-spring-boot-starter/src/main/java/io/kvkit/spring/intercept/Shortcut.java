package io.kvkit.spring.intercept;

import io.kvkit.recipe.cache.near.NearCache;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of a method by their arguments alone, before anything is prepared for them. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface Shortcut {

    /** What {@link #answer} returns if the call takes the normal way; null is an answer. */
    Object NOTHING = NearCache.NOTHING;

    /** What {@link #answer} returns if the method is to be called with nothing else to do; only for plain methods. */
    Object PROCEED = new Object();

    /** Returns the value for the caller, without its stage or publisher; {@link #NOTHING} if the call takes the normal way. */
    @Nullable
    Object answer(@Nullable Object[] arguments);
}
