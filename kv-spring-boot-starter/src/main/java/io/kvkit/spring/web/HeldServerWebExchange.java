package io.kvkit.spring.web;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.publisher.Mono;

/** A WebFlux exchange with a response that can be held back; it notes the form that arguments are taken from. */
final class HeldServerWebExchange extends ServerWebExchangeDecorator {

    private final HeldServerResponse response;
    private final ReactiveExchange exchange;

    HeldServerWebExchange(ServerWebExchange delegate, HeldServerResponse response, ReactiveExchange exchange) {
        super(delegate);
        this.response = response;
        this.exchange = exchange;
    }

    @Override
    public ServerHttpResponse getResponse() {
        return response;
    }

    @Override
    public Mono<MultiValueMap<String, String>> getFormData() {
        return getDelegate().getFormData().doOnNext(exchange::form);
    }
}
