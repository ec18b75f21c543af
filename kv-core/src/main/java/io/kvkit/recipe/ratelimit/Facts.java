package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Band;
import io.kvkit.meter.MeterReply;
import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.recipe.ratelimit.RateLimitResult.DecidedBy;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
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
            BandLeft left = reply.bands().get(i);
            long free = Math.min(bands.get(i).capacity(), left.remaining() + (givenBack ? charge.cost() : 0));
            int number = bands.size() == 1 ? 0 : i + 1;
            boolean violated = refused && i == reply.refusingBand();
            add(new Policy(charge.name(), number, bands.get(i), free, left.reset(), violated));
        }
        if (refused) {
            wait(reply.retryAfter());
        }
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
