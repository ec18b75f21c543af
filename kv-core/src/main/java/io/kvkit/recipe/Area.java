package io.kvkit.recipe;

import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;

/**
 * The areas of an application. Each has separate keys and can have its own store.
 *
 * @since 0.1
 */
public enum Area {
    /** Cached values. A full store may drop them. */
    CACHE("cache", Retention.EVICTABLE),
    /** Calls that run once, and their results. */
    IDEMPOTENCY("idempotency", Retention.KEPT),
    /** Events that are processed once. */
    DEDUPE("dedupe", Retention.KEPT),
    /** Permits of rate limits. */
    RATE_LIMIT("ratelimit", Retention.EVICTABLE),
    /** Leases, which one process at a time can hold. */
    LEASE("lease", Retention.KEPT);

    private final String segment;
    private final Retention retention;

    Area(String segment, Retention retention) {
        this.segment = segment;
        this.retention = retention;
    }

    /**
     * Returns the namespace of one name.
     *
     * @param prefix the start of every key of the application
     * @param name the name of the cache, operation, consumer, limit or lease
     * @throws IllegalArgumentException if prefix or name cannot be part of a key
     */
    public Namespace namespace(String prefix, String name) {
        return Namespace.of(prefix, segment, name, retention);
    }
}
