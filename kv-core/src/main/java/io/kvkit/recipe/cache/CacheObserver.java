package io.kvkit.recipe.cache;

/**
 * Hears what happens in caches, for metrics.
 *
 * <p>It is called on the thread at hand, on hot paths, and must be quick; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface CacheObserver {

    /** Hears nothing. */
    CacheObserver NONE = (cache, event) -> {};

    /** Hears one event of the cache of that name. */
    void observed(String cache, CacheEvent event);
}
