package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A call that a limit decides about, and the exchange that reports the decision to the client.
 *
 * @param exchange the exchange; null if the call belongs to none
 */
record LimitedCall(RateLimitCall call, @Nullable Exchange exchange) {

    void show(RateLimitResult result) {
        if (exchange != null) {
            exchange.report(result);
        }
    }
}
