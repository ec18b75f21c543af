package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.MeterReply;
import io.kvkit.store.KvException;
import io.kvkit.store.LiveKey;
import io.kvkit.store.LiveTransition;
import org.jspecify.annotations.Nullable;

/**
 * The short way of a charge that comes again and again, on a store in this JVM. It takes the permits if they are there,
 * and reports that. It refuses nothing: if it takes nothing, {@link RateLimiter#take} decides again, with all that a
 * refusal shows. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Passage passage = limiter.passage(charge);
 * if (passage == null || !passage.passes()) {
 *     RateLimitResult result = limiter.takeNow(RateLimitCall.of(charge, OnStoreFailure.CLOSED));
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class Passage {

    private final Charge charge;
    private final LiveKey key;
    private final RateLimitReport report;

    // The same for all calls. Threads that make them at the same time make the same.
    private @Nullable LiveTransition<MeterReply> brief;
    private @Nullable LiveTransition<MeterReply> full;

    Passage(Charge charge, LiveKey key, RateLimitReport report) {
        this.charge = charge;
        this.key = key;
        this.report = report;
    }

    /**
     * Takes the permits, and says nothing else about them. For a single token bucket and without listeners, it allocates
     * nothing.
     *
     * @return false if nothing was taken: the permits are not there, or the store failed
     */
    public boolean passes() {
        LiveTransition<MeterReply> step = brief;
        if (step == null) {
            step = charge.meter().pass(charge.key(), charge.cost());
            brief = step;
        }
        return granted(step) != null;
    }

    /**
     * Takes the permits and returns the decision, whose details are computed when they are read.
     *
     * @return null if nothing was taken
     */
    public @Nullable RateLimitResult pass() {
        LiveTransition<MeterReply> step = full;
        if (step == null) {
            step = charge.meter().take(charge.key(), charge.cost(), 1);
            full = step;
        }
        MeterReply reply = granted(step);
        return reply == null ? null : RateLimitResult.passed(charge, reply);
    }

    /** Returns whether the store has dropped what it counts in, such as when it is full. A call begins to count again. */
    public boolean isDropped() {
        return key.isDropped();
    }

    private @Nullable MeterReply granted(LiveTransition<MeterReply> step) {
        try {
            MeterReply reply = key.apply(step);
            if (reply.granted() == 0) {
                return null;
            }
            report.passed(charge);
            return reply;
        } catch (KvException failure) {
            return null;
        }
    }
}
