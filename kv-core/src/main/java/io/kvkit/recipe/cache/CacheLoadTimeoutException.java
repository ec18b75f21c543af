package io.kvkit.recipe.cache;

import io.kvkit.call.KvRejectedException;

/**
 * A call did not wait any longer for the computation of its result, which goes on and stores the result for later calls.
 *
 * @since 0.1
 */
public final class CacheLoadTimeoutException extends KvRejectedException {

    /** The code of the rejection. */
    public static final String CODE = "cache-load-timeout";

    private static final long serialVersionUID = 1L;

    /** Creates the exception of a cache with a name. */
    public CacheLoadTimeoutException(String cache, long hardTimeoutMillis) {
        super(CODE, "The load of cache " + cache + " took longer than " + hardTimeoutMillis + " ms", null);
    }
}
