package io.kvkit;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.Reservation;
import io.kvkit.store.KvException;

/**
 * Permits that were taken for work whose cost is known only when it is done, see {@link Reservation}. Instances are safe
 * for use by several threads.
 *
 * <pre>{@code
 * KvReservation reserved = client.rateLimit("tokens").reserve(user, 1_000);
 * if (!reserved.granted()) {
 *     throw new RateLimitExceededException(reserved.result());
 * }
 * Answer answer = model.ask(question);
 * reserved.settle(answer.tokens());
 * }</pre>
 *
 * @since 0.1
 */
public interface KvReservation {

    /** Returns whether the work may be done. */
    boolean granted();

    /** Returns the decision about the estimate. */
    RateLimitResult result();

    /**
     * Charges what the work has cost instead of the estimate. Only the first call of this and of {@link #cancel} has an
     * effect, and none if nothing was charged.
     *
     * @param cost the permits that the work has cost, 0 or more
     * @throws KvException if the store fails. What was certainly not carried out is repeated in the background until the
     *     lease has ended
     */
    void settle(long cost);

    /**
     * Gives the estimate back, because the work was not done.
     *
     * @throws KvException if the store fails. What was certainly not carried out is repeated in the background until the
     *     lease has ended
     */
    void cancel();
}
