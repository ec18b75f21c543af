package io.kvkit.annotation;

/**
 * The order of the annotations among the advisors of a method; a lower number is further out.
 *
 * <p>All of them are inside Spring Security and outside transactions: neither a hit nor a replay bypasses method
 * security, and a result is recorded after its transaction was committed. You can change each of them with
 * {@code kv.<area>.order}.
 *
 * @since 0.1
 */
public final class KvOrder {

    /** {@link RateLimited}: a replay and a duplicate are charged too. */
    public static final int RATE_LIMITED = 1000;

    /** {@link DedupeEvent}: no replay and no hit answers an event before its signature is verified. */
    public static final int DEDUPE_EVENT = 1100;

    /** {@link Idempotent}. */
    public static final int IDEMPOTENT = 1200;

    /** {@link CacheInvalidate} and {@link CacheUpdate}: a replay changes no cache. */
    public static final int CACHE_WRITE = 1300;

    /** {@link Cached}. */
    public static final int CACHED = 1400;

    private KvOrder() {}
}
