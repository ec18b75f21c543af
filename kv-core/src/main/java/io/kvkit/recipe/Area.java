package io.kvkit.recipe;

import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;

/** The areas of an application, each with keys of its own and, if that is wanted, a store of its own. */
public enum Area {
    /** Cached values: they may be dropped when their store is full. */
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
     * The keys of one name.
     *
     * @param prefix what every key of the application begins with
     * @param name the name of the cache, operation, consumer, limit or lease
     * @throws IllegalArgumentException if prefix or name cannot be part of a key
     */
    public Namespace namespace(String prefix, String name) {
        return Namespace.of(prefix, segment, name, retention);
    }
}
