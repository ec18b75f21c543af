package io.kvkit.recipe.ratelimit;

import io.kvkit.claim.Heartbeat;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Band;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Permits that were taken for work whose cost is known only when it is done.
 *
 * <p>The permits are taken by an estimate. When the work is done, the difference to its cost is given back, or taken
 * although it may not be there: what is not there is owed, up to the capacity of a band, and later callers wait until it
 * has come back. In windows, the debt ends with the calls of its time.
 *
 * <p>A reservation is held for a lease of 30 seconds, and is renewed in the background for at most an hour if the
 * {@link RateLimiter} has a timer. If it is not settled until its lease has ended, for example because the process died, the estimate is given back, once. A settlement
 * that comes later takes all of the cost, whether or not it is there.
 *
 * <p>Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Reservation.of(limiter, settings.charge(key, 1_000), settings.onStoreFailure()).thenCompose(reserved ->
 *     reserved.granted()
 *         ? model.ask(question).thenCompose(answer -> reserved.settle(answer.tokens()))
 *         : refuse(reserved.result()));
 * }</pre>
 *
 * @since 0.1
 */
public final class Reservation {

    /** For how long a reservation is held that is not renewed. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final RateLimiter limiter;
    private final Charge charge;
    private final RateLimitResult result;
    private final @Nullable Heartbeat beat;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Reservation(RateLimiter limiter, Charge charge, RateLimitResult result) {
        this.limiter = limiter;
        this.charge = charge;
        this.result = result;
        this.beat = isCharged() ? limiter.corrections().hold(charge, result.decidedBy()) : null;
    }

    /**
     * Takes the cost of a charge, which is an estimate. The stage fails as that of {@link RateLimiter#take} does.
     *
     * @param charge the key and the estimate
     * @param onStoreFailure what happens if the store fails
     */
    public static CompletionStage<Reservation> of(RateLimiter limiter, Charge charge, OnStoreFailure onStoreFailure) {
        Charge reserved = charge.reserved();
        return limiter.take(RateLimitCall.of(reserved, onStoreFailure))
                .thenApply(result -> new Reservation(limiter, reserved, result));
    }

    // A refusal in shadow mode charges nothing, and neither does a failed store.
    private boolean isCharged() {
        return result.allowed() && !result.isRefusedBy(charge) && result.decidedBy() != DecidedBy.NOBODY;
    }

    /** Returns whether the work may be done. */
    public boolean granted() {
        return result.allowed();
    }

    /** Returns the decision about the estimate. */
    public RateLimitResult result() {
        return result;
    }

    /**
     * Charges what the work has cost instead of the estimate. Only the first call of this and of {@link #cancel} has an
     * effect, and none if nothing was charged. If the store fails, the stage fails with its {@link KvException}. A
     * settlement that was certainly not carried out is repeated in the background until the lease has ended.
     *
     * @param cost the permits that the work has cost, 0 or more
     * @throws IllegalArgumentException if the cost is negative or above {@link Band#MAX_LIMIT}
     */
    public CompletionStage<Void> settle(long cost) {
        Charge.requireCost(charge.name(), cost);
        if (!isCharged() || !open.compareAndSet(true, false)) {
            return CompletableFuture.completedFuture(null);
        }
        if (beat != null) {
            beat.cancel();
        }
        return limiter.corrections().settle(charge, cost, result.decidedBy());
    }

    /** Gives the estimate back, because the work was not done. */
    public CompletionStage<Void> cancel() {
        return settle(0);
    }
}
