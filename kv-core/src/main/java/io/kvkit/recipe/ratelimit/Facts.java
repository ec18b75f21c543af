package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
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

/** Combines the replies to the charges of a call into one result. */
final class Facts {

    private final List<Policy> policies = new ArrayList<>();
    private @Nullable Duration retryAfter = Duration.ZERO;
    private long remaining = Long.MAX_VALUE;
    private long limit;

    /**
     * Adds the reply to one charge.
     *
     * @param refused whether the charge was refused
     * @param givenBack whether the charge was granted and is given back because another one was refused
     */
    void add(Charge charge, MeterReply reply, boolean refused, boolean givenBack) {
        List<Band> bands = charge.meter().bands();
        for (int i = 0; i < bands.size(); i++) {
            BandLeft left = reply.bands().get(i);
            int number = bands.size() == 1 ? 0 : i + 1;
            boolean violated = refused && i == reply.refusingBand();
            add(policy(charge, number, bands.get(i), givenBack ? charge.cost() : 0, left, violated));
        }
        if (refused) {
            wait(reply.retryAfter());
        }
    }

    private static Policy policy(
            Charge charge, int number, Band band, long givenBack, BandLeft left, boolean violated) {
        long free = Math.min(band.capacity(), left.remaining() + givenBack);
        Duration reset = givenBack == 0 ? left.reset() : resetWithout(band, left.reset(), free, givenBack);
        return new Policy(charge.name(), number, band, free, reset, violated);
    }

    // Permits given back to a bucket need not be refilled. A window ends at its end, unless nothing in it is used.
    private static Duration resetWithout(Band band, Duration reset, long free, long givenBack) {
        if (band.algorithm() != Algorithm.TOKEN_BUCKET) {
            return free == band.capacity() ? Duration.ZERO : reset;
        }
        double flow = (double) band.window().toNanos() / band.limit() * givenBack;
        return Duration.of((long) Math.max(0, (reset.toNanos() - flow) / 1_000), ChronoUnit.MICROS);
    }

    private void add(Policy policy) {
        policies.add(policy);
        if (policy.remaining() < remaining) {
            remaining = policy.remaining();
            limit = policy.band().capacity();
        }
    }

    private void wait(@Nullable Duration needed) {
        if (needed == null || (retryAfter != null && needed.compareTo(retryAfter) > 0)) {
            retryAfter = needed;
        }
    }

    RateLimitResult result(boolean allowed, DecidedBy decidedBy) {
        return new RateLimitResult(allowed, remaining, limit, retryAfter, decidedBy, policies);
    }
}
