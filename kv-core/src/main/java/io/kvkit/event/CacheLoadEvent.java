package io.kvkit.event;

import io.kvkit.store.Namespace;

/**
 * The end of a computation of a cache whose result other calls may get, in the foreground or in the background.
 *
 * @param namespace the namespace of the entries of the cache
 * @param succeeded whether it gave a result
 * @param tookNanos how long it took, in nanoseconds
 * @since 0.1
 */
public record CacheLoadEvent(Namespace namespace, boolean succeeded, long tookNanos) implements KvEvent {

    /** Returns the name of the cache; {@code client} for calls of a client that have no name. */
    public String name() {
        return namespace.name();
    }
}
