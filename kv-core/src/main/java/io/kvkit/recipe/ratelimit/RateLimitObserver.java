package io.kvkit.recipe.ratelimit;

/**
 * Hears every decision about a call, granted or not, for headers and metrics.
 *
 * <p>It is called on the thread at hand and must not block; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface RateLimitObserver {

    /** Hears nothing. */
    RateLimitObserver NONE = result -> {};

    /** Hears one decision. */
    void observed(RateLimitResult result);
}
