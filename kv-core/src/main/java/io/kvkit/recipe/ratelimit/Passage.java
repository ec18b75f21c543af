package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls with a single charge pass on a store that needs no I/O, with as little garbage as possible. It refuses no
 * call: the normal way decides about the others again, with all that a refusal shows.
 */
record Passage(KvStore store, RateLimitReport report) {

    /** Returns whether the permits were taken. */
    boolean takes(Charge charge) {
        if (charge.cost() == 0) {
            return false;
        }
        try {
            Meter meter = charge.meter().on(store, charge.key());
            return isGranted(charge, store.applyNow(charge.key(), meter.pass(charge.key(), charge.cost())));
        } catch (KvException failure) {
            return false;
        }
    }

    /** Takes the permits and returns the decision; null if nothing was taken. */
    @Nullable
    RateLimitResult result(Charge charge) {
        if (charge.cost() == 0) {
            return null;
        }
        try {
            Meter meter = charge.meter().on(store, charge.key());
            MeterReply reply = store.applyNow(charge.key(), meter.take(charge.key(), charge.cost(), 1));
            return reply != null && isGranted(charge, reply) ? RateLimitResult.passed(charge, reply) : null;
        } catch (KvException failure) {
            return null;
        }
    }

    private boolean isGranted(Charge charge, @Nullable MeterReply reply) {
        boolean granted = reply != null && reply.granted() > 0;
        if (granted) {
            report.passed(charge);
        }
        return granted;
    }
}
