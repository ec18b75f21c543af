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

    /**
     * Gives permits of a key back, at most until none is used. The caller need not be the one that took them.
     *
     * <p>This is one atomic step: of several refunds and calls at the same time, each counts once, and the key never has
     * more free permits than its limit. Bands of a limit get back the same number. If the outcome is unknown, the
     * permits may be given back later; the step is not repeated.
     *
     * @param permits the number of permits; 0 to give nothing back
     * @throws KvException if the store fails, whatever the limit does with calls in that case
     */
    void refund(Object key, long permits);

    /**
     * Takes as many permits as an estimate says, or none, for work whose cost is known only when it is done.
     *
     * @param estimate the permits that the work will probably cost; with 0 it is always granted
     * @return the reservation, granted or not; settle it when the work is done
     * @throws KvException if the store fails and the limit is closed in that case
     */
    KvReservation reserve(Object key, long estimate);

    /**
     * Forgets the permits of a key that are used, so that all are free, also those that this JVM counts on its own while
     * the store fails. It also removes a damaged record.
     *
     * <p>Calls that are decided before the reset no longer count, and calls that are decided later do. So a call that was
     * made before the reset must not be refunded after it: the refund would give back a permit of another call.
     *
     * @throws KvException if the store fails
     */
    void reset(Object key);

    /** Returns the permits of one owner, such as a tenant. {@code @RateLimited} itself has no scope. */
    KvRateLimit scoped(Object owner);
}
