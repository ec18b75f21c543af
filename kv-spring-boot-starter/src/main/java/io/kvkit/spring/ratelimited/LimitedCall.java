package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A call that is to be limited, and where its client is told what was decided.
 *
 * @param exchange the exchange with the client; null if the call does not answer one
 */
record LimitedCall(RateLimitCall call, @Nullable Exchange exchange) {

    void show(RateLimitResult result) {
        if (exchange != null) {
            exchange.report(result);
        }
    }
}
