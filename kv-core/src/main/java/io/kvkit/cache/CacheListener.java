package io.kvkit.cache;

/** Hears what happens in caches. It is called on hot paths and must be quick. */
@FunctionalInterface
public interface CacheListener {

    /** A listener that does nothing. */
    CacheListener NONE = (cache, event) -> {};

    /** Hears one event of the cache of that name. */
    void on(String cache, CacheEvent event);
}
