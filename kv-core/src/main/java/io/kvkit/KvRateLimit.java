package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.KvException;

/**
 * The permits of one limit: those that {@code @RateLimited} methods with its name take.
 *
 * <pre>{@code
 * RateLimitResult result = client.rateLimit("mail").tryAcquire(user, recipients.size());
 * }</pre>
 */
public interface KvRateLimit {

    /**
     * Takes one permit of a key, or none.
     *
     * @throws KvException if the store fails and the limit is closed then
     */
    RateLimitResult tryAcquire(Object key);

    /**
     * Takes so many permits of a key, or none.
     *
     * @throws KvException if the store fails and the limit is closed then
     */
    RateLimitResult tryAcquire(Object key, long permits);

    /**
     * Tells what {@link #tryAcquire(Object)} would answer, and takes nothing.
     *
     * @throws KvException if the store fails
     */
    RateLimitResult peek(Object key);

    /** The permits of one owner, as of a tenant: those of annotations whose {@code scope} gives the same. */
    KvRateLimit scoped(Object owner);
}
