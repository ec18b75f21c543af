package io.kvkit.recipe.ratelimit;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/**
 * Thrown if a call was refused because a limit is exhausted, or because it costs more than the limit can ever grant.
 *
 * @since 0.1
 */
public final class RateLimitExceededException extends KvRejectedException {

    /** The stable code: the name of the IETF problem type. */
    public static final String CODE = "quota-exceeded";

    private static final long serialVersionUID = 1L;

    private final transient RateLimitResult result;

    /** Creates an exception. */
    public RateLimitExceededException(RateLimitResult result) {
        super(CODE, message(result), result.retryAfter());
        this.result = result;
    }

    /** Returns the decision with all its details. */
    public RateLimitResult result() {
        return result;
    }

    private static String message(RateLimitResult result) {
        for (RateLimitResult.Policy policy : result.violated()) {
            if (policy.band() == null) {
                return "The limit " + policy.name() + " is used up: " + policy.capacity() + " calls are running";
            }
        }
        return quotaMessage(result);
    }

    private static String quotaMessage(RateLimitResult result) {
        String names = String.join(
                ", ",
                result.violated().stream().map(RateLimitResult.Policy::name).toList());
        Duration retryAfter = result.retryAfter();
        return retryAfter == null
                ? "The call costs more than the limit " + names + " can ever grant"
                : "The limit " + names + " is used up; it admits this call in " + retryAfter.toMillis() + " ms";
    }
}
