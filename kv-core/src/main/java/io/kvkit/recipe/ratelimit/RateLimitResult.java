package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Band;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a limited call, with all facts that an answer to the caller may show.
 *
 * @param allowed whether the call may pass; if not, nothing was charged
 * @param remaining whole permits that the tightest band has left
 * @param limit the capacity of that band
 * @param retryAfter zero when allowed; else after what time exactly this call passes if nobody else calls; null when it
 *     never can
 * @param decidedBy who decided; if nobody did, nothing is known about remaining permits
 * @param policies every band of every charge, in order; empty when nobody counted
 */
public record RateLimitResult(
        boolean allowed,
        long remaining,
        long limit,
        @Nullable Duration retryAfter,
        DecidedBy decidedBy,
        List<Policy> policies) {

    /**
     * One band in a decision.
     *
     * @param limit the name of the limit
     * @param number the place of the band in its limit, from 1; 0 if the limit has one band only
     * @param band the band
     * @param remaining whole permits that are left
     * @param reset time until the band is as good as unused
     * @param violated whether this band refused and makes the caller wait longest among the bands of its key
     */
    public record Policy(String limit, int number, Band band, long remaining, Duration reset, boolean violated) {

        /**
         * The name to show: that of the limit, followed by {@code :1}, {@code :2} and so on if it has several bands.
         * The names of annotated limits hold no colon, so no two of their policies share one.
         */
        public String name() {
            return number == 0 ? limit : limit + ":" + number;
        }
    }

    public RateLimitResult {
        policies = List.copyOf(policies);
    }

    /** The policies that refused. */
    public List<Policy> violated() {
        return policies.stream().filter(Policy::violated).toList();
    }
}
