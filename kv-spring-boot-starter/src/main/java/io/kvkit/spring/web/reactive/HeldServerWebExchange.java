package io.kvkit.spring.web.reactive;

import java.security.Principal;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * A WebFlux exchange whose request and response can be held. It delivers the signals for handlers so that they find
 * their exchange.
 */
final class HeldServerWebExchange extends ServerWebExchangeDecorator {

    private final ReactiveExchange exchange;
    private final HeldServerResponse response;

    HeldServerWebExchange(ServerWebExchange delegate, ReactiveExchange exchange, HeldServerResponse response) {
        super(delegate);
        this.exchange = exchange;
        this.response = response;
    }

    @Override
    public ServerHttpRequest getRequest() {
        return exchange.request();
    }

    @Override
    public ServerHttpResponse getResponse() {
        return response;
    }

    @Override
    public Mono<MultiValueMap<String, String>> getFormData() {
        return exchange.forms().fields().transform(HandlingSignals.of(exchange));
    }

    @Override
    public Mono<MultiValueMap<String, Part>> getMultipartData() {
        return exchange.forms().parts().transform(HandlingSignals.of(exchange));
    }

    @Override
    public Mono<WebSession> getSession() {
        return getDelegate().getSession().transform(HandlingSignals.of(exchange));
    }

    @Override
    public <T extends Principal> Mono<T> getPrincipal() {
        return getDelegate().<T>getPrincipal().transform(HandlingSignals.of(exchange));
    }
}
