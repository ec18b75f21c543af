package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.KvException;

/**
 * The permits of one limit: those that {@code @RateLimited} methods with its name take. Instances are safe for use by
 * several threads.
 *
 * <pre>{@code
 * RateLimitResult result = client.rateLimit("mail").tryAcquire(user, recipients.size());
 * }</pre>
 *
 * @since 0.1
 */
public interface KvRateLimit {

    /**
     * Takes one permit of a key, or none.
     *
     * @throws KvException if the store fails and the limit is closed in that case
     */
    RateLimitResult tryAcquire(Object key);

    /**
     * Takes several permits of a key, or none.
     *
     * @throws KvException if the store fails and the limit is closed in that case
     */
    RateLimitResult tryAcquire(Object key, long permits);

    /**
     * Returns what {@link #tryAcquire(Object)} would return, and takes nothing.
     *
     * @throws KvException if the store fails
     */
    RateLimitResult peek(Object key);

    /** Returns the permits of one owner, such as a tenant. {@code @RateLimited} itself has no scope. */
    KvRateLimit scoped(Object owner);
}
