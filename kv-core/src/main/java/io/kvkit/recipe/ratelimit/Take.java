package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.MeterReply;
import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of one charge: a reply or a failure. */
record Take(
        Charge charge, @Nullable MeterReply reply, @Nullable Throwable failure) {

    boolean refused() {
        return reply != null && charge.cost() > 0 && reply.granted() == 0;
    }

    /** Returns whether the call must not pass because of this charge. */
    boolean rejects() {
        return refused() && charge.isEnforced();
    }

    boolean charged() {
        return reply != null && charge.cost() > 0 && reply.granted() > 0;
    }

    /** Returns the result of a call that this alone lets pass; null if the store has granted nothing. */
    @Nullable
    RateLimitResult passed() {
        return reply != null && charged() ? RateLimitResult.passed(charge, reply) : null;
    }

    /**
     * Returns the state of each band; empty if there is no reply.
     *
     * @param givesBack whether what was charged is given back
     */
    List<Policy> policies(boolean givesBack) {
        if (reply == null) {
            return List.of();
        }
        long givenBack = givesBack && charged() ? charge.cost() : 0;
        int bands = charge.meter().bands().size();
        if (bands == 1) {
            return List.of(policy(reply, 0, 0, givenBack));
        }
        List<Policy> policies = new ArrayList<>(bands);
        for (int i = 0; i < bands; i++) {
            policies.add(policy(reply, i, i + 1, givenBack));
        }
        return policies;
    }

    private Policy policy(MeterReply known, int index, int number, long givenBack) {
        Band band = charge.meter().bands().get(index);
        BandLeft left = known.bands().get(index);
        long free = Math.min(band.capacity(), left.remaining() + givenBack);
        Duration reset = givenBack == 0 ? left.reset() : resetWithout(band, left.reset(), free, givenBack);
        return new Policy(charge.name(), number, band, free, reset, refused() && index == known.refusingBand());
    }

    // Permits given back to a bucket need not be refilled. A window ends at its end, unless nothing in it is used.
    private static Duration resetWithout(Band band, Duration reset, long free, long givenBack) {
        if (band.algorithm() != Algorithm.TOKEN_BUCKET) {
            return free == band.capacity() ? Duration.ZERO : reset;
        }
        double flow = (double) band.window().toNanos() / band.limit() * givenBack;
        return Duration.of((long) Math.max(0, (reset.toNanos() - flow) / 1_000), ChronoUnit.MICROS);
    }
}
