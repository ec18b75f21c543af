package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.meter.Band;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a limited call, with all details that a response may show.
 *
 * @param allowed whether the call may pass; if not, nothing was charged
 * @param remaining whole permits left in the tightest band
 * @param limit the capacity of that band
 * @param retryAfter zero if allowed; else the time after which exactly this call passes if there are no other calls;
 *     null if it can never pass
 * @param decidedBy what decided; if nothing did, the remaining permits are unknown
 * @param policies every band of every charge, in order; empty if nothing was counted
 * @since 0.1
 */
public record RateLimitResult(
        boolean allowed,
        long remaining,
        long limit,
        @Nullable Duration retryAfter,
        DecidedBy decidedBy,
        List<Policy> policies) {

    /**
     * The state of one band in a decision.
     *
     * @param limit the name of the limit
     * @param number the place of the band in its limit, from 1; 0 if the limit has one band only
     * @param band the band
     * @param remaining whole permits left
     * @param reset the time until the band is as good as unused
     * @param violated whether this band refused and makes the caller wait longest among the bands of its key
     */
    public record Policy(String limit, int number, Band band, long remaining, Duration reset, boolean violated) {

        /**
         * Returns the name to show: the name of the limit, followed by {@code :1}, {@code :2} and so on if it has
         * several bands. The names of annotated limits contain no colon, so no two of their policies share a name.
         */
        public String name() {
            return name(limit, number);
        }

        static String name(String limit, int number) {
            return number == 0 ? limit : limit + ":" + number;
        }
    }

    public RateLimitResult {
        policies = List.copyOf(policies);
    }

    /** Returns the policies that refused. */
    public List<Policy> violated() {
        return policies.stream().filter(Policy::violated).toList();
    }
}
