package io.kvkit.recipe.ratelimit;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.permit.PermitReply;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a permit.
 *
 * @param result the decision
 * @param permit the permit; null if the call is refused
 * @since 0.1
 */
public record Acquired(RateLimitResult result, @Nullable Permit permit) {

    // Nobody knows when a call ends. Most end long before their lease.
    private static final Duration AGAIN = Duration.ofSeconds(1);

    static RateLimitResult result(ConcurrencySettings settings, PermitReply reply, DecidedBy decidedBy) {
        long left = Math.max(0, settings.limit() - reply.held());
        Policy policy = new Policy(settings.name(), 0, null, settings.limit(), left, Duration.ZERO, !reply.done());
        Duration first = reply.firstEnd();
        Duration wait = reply.done() ? Duration.ZERO : first.compareTo(AGAIN) < 0 ? first : AGAIN;
        return new RateLimitResult(reply.done(), left, settings.limit(), wait, decidedBy, List.of(policy));
    }
}
