package io.kvkit.recipe.ratelimit;

import io.kvkit.call.KvRejectedException;
import java.time.Duration;

/** A call was refused because a limit is used up, or because it costs more than the limit can ever grant. */
public final class RateLimitExceededException extends KvRejectedException {

    /** The stable code, as the IETF problem type is called. */
    public static final String CODE = "quota-exceeded";

    private static final long serialVersionUID = 1L;

    private final transient RateLimitResult result;

    /** Describes a refusal. */
    public RateLimitExceededException(RateLimitResult result) {
        super(CODE, message(result), result.retryAfter());
        this.result = result;
    }

    /** The decision with all facts. */
    public RateLimitResult result() {
        return result;
    }

    private static String message(RateLimitResult result) {
        String names = String.join(
                ", ",
                result.violated().stream().map(RateLimitResult.Policy::name).toList());
        Duration retryAfter = result.retryAfter();
        return retryAfter == null
                ? "The call costs more than the limit " + names + " can ever grant"
                : "The limit " + names + " is used up; it admits this call in " + retryAfter.toMillis() + " ms";
    }
}
