package io.kvkit.spring.intercept;

import io.kvkit.ratelimit.RateLimitObserver;
import io.kvkit.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;

/** Tells the client of an exchange what was decided, and then another observer. */
record ExchangeReport(Exchange exchange, RateLimitObserver next) implements RateLimitObserver {

    @Override
    public void observed(RateLimitResult result) {
        exchange.report(result);
        next.observed(result);
    }
}
