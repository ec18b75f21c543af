package io.kvkit.ratelimit;

import io.kvkit.meter.Band;
import io.kvkit.meter.MeterReply;
import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.ratelimit.RateLimitResult.DecidedBy;
import io.kvkit.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the replies of a call's charges say together. */
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
            String name = bands.size() == 1 ? charge.name() : charge.name() + "-" + (i + 1);
            boolean violated = refused && i == reply.refusingBand();
            add(name, bands.get(i), reply.bands().get(i), givenBack ? charge.cost() : 0, violated);
        }
        if (refused) {
            wait(reply.retryAfter());
        }
    }

    private void add(String name, Band band, BandLeft left, long back, boolean violated) {
        long free = Math.min(band.capacity(), left.remaining() + back);
        policies.add(new Policy(name, band, free, left.reset(), violated));
        if (free < remaining) {
            remaining = free;
            limit = band.capacity();
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
