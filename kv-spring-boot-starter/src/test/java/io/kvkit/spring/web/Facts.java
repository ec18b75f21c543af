package io.kvkit.spring.web;

import io.kvkit.spring.exchange.Exchange;
import java.util.List;

/** What tests know of exchanges. */
public final class Facts {

    /** Nobody is trusted, nothing is held, and all headers are sent but that of the lifetime. */
    public static final ExchangeRules RULES = new ExchangeRules(
            new ClientAddress(List.of(), null),
            new HeldRequests((handler, hasHeader) -> false, handler -> false, 0),
            new RecordedHeaders(RecordedHeaders.NOT_RECORDED),
            new LimitHeaderRules(true, false),
            false,
            true);

    private Facts() {}

    public static String of(Exchange exchange) {
        return String.join(
                " ",
                exchange.method(),
                exchange.path(),
                exchange.query(),
                String.valueOf(exchange.principal()),
                exchange.clientIp());
    }
}
