package io.kvkit.spring.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told about one policy of a limit.
 *
 * @param policy the policy's name; visible ASCII
 * @param quota how much is allowed per window
 * @param window the window
 * @param remaining how much is left now
 * @param reset after what time more is available; null if unknown
 * @param retryAfter after what time the refused request may pass; null if this policy did not refuse or never will allow
 * @param refused whether this policy refused the request
 */
public record RateLimitFacts(
        String policy,
        long quota,
        Duration window,
        long remaining,
        @Nullable Duration reset,
        @Nullable Duration retryAfter,
        boolean refused) {

    public RateLimitFacts {
        if (quota < 0 || remaining < 0) {
            throw new IllegalArgumentException("A quota and what remains of it cannot be negative");
        }
    }
}
