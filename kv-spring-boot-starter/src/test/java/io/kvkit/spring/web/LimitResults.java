package io.kvkit.spring.web;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.List;

/** Decisions of a limit of five calls in ten seconds. */
public final class LimitResults {

    static final Band FIVE_IN_TEN = Band.of(Algorithm.TOKEN_BUCKET, 5, Duration.ofSeconds(10));

    private LimitResults() {}

    public static RateLimitResult refused(String name, Duration retryAfter) {
        return new RateLimitResult(
                false,
                0,
                5,
                retryAfter,
                DecidedBy.STORE,
                List.of(new Policy(name, 0, FIVE_IN_TEN, 0, Duration.ofMillis(9_200), true)));
    }

    public static RateLimitResult granted(String name, long left) {
        Duration reset = Duration.ofSeconds(2 * (5 - left));
        return granted(new Policy(name, 0, FIVE_IN_TEN, left, reset, false));
    }

    static RateLimitResult granted(Policy policy) {
        return new RateLimitResult(
                true, policy.remaining(), policy.band().capacity(), Duration.ZERO, DecidedBy.STORE, List.of(policy));
    }
}
