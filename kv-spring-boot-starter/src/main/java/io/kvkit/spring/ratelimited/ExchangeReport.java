package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.RateLimitObserver;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;

/** Tells the client of an exchange what was decided, and then another observer. */
record ExchangeReport(Exchange exchange, RateLimitObserver next) implements RateLimitObserver {

    @Override
    public void observed(RateLimitResult result) {
        exchange.report(result);
        next.observed(result);
    }
}
