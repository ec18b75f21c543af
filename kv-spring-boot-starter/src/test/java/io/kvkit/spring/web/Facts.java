package io.kvkit.spring.web;

import io.kvkit.spring.exchange.Exchange;

/** What a test shows of an exchange. */
final class Facts {

    private Facts() {}

    static String of(Exchange exchange) {
        return String.join(
                " ",
                exchange.method(),
                exchange.path(),
                exchange.query(),
                String.valueOf(exchange.principal()),
                exchange.clientIp());
    }
}
