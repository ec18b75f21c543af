package io.kvkit.spring.web;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a request as the headers {@code X-RateLimit-*}, which have no standard and describe one limit: the one
 * that refused and makes the client wait longest, or else the one with the fewest permits left.
 */
final class LegacyLimit {

    static final String LIMIT = "X-RateLimit-Limit";
    static final String REMAINING = "X-RateLimit-Remaining";
    static final String RESET = "X-RateLimit-Reset";

    private @Nullable Policy tightest;
    private Duration reset = Duration.ZERO;

    /** Adds a decision. */
    void add(RateLimitResult result) {
        for (Policy policy : result.policies()) {
            Duration time = reset(policy, result.retryAfter());
            if (isTighter(policy, time)) {
                tightest = policy;
                reset = time;
            }
        }
    }

    // Clients that know nothing else wait until then.
    private static Duration reset(Policy policy, @Nullable Duration wait) {
        return policy.violated() && wait != null ? wait : policy.reset();
    }

    private boolean isTighter(Policy policy, Duration time) {
        Policy other = tightest;
        if (other == null || policy.violated() != other.violated()) {
            return other == null || policy.violated();
        }
        return policy.violated() ? time.compareTo(reset) > 0 : policy.remaining() < other.remaining();
    }

    /** Returns the headers; empty if there is no limit. */
    Map<String, String> values() {
        Policy shown = tightest;
        Map<String, String> values = new LinkedHashMap<>();
        if (shown != null) {
            values.put(LIMIT, Long.toString(shown.capacity()));
            values.put(REMAINING, Long.toString(shown.remaining()));
            values.put(RESET, Long.toString(Seconds.ceil(reset)));
        }
        return values;
    }
}
