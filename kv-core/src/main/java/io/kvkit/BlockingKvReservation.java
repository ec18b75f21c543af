package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.Reservation;

/** Waits for the stages of a reservation. */
record BlockingKvReservation(Reservation async) implements KvReservation {

    @Override
    public boolean granted() {
        return async.granted();
    }

    @Override
    public RateLimitResult result() {
        return async.result();
    }

    @Override
    public void settle(long cost) {
        join(async.settle(cost));
    }

    @Override
    public void cancel() {
        join(async.cancel());
    }
}
