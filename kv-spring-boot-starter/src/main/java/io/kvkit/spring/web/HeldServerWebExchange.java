package io.kvkit.spring.web;

import java.security.Principal;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A WebFlux exchange with a response that can be held back. It notes the form that arguments are taken from, and delivers
 * all that handlers wait for so that they find their exchange.
 */
final class HeldServerWebExchange extends ServerWebExchangeDecorator {

    private final ServerHttpRequest request;
    private final HeldServerResponse response;
    private final ReactiveExchange exchange;

    HeldServerWebExchange(ServerWebExchange delegate, HeldServerResponse response, ReactiveExchange exchange) {
        super(delegate);
        this.request = new Request(delegate.getRequest(), exchange);
        this.response = response;
        this.exchange = exchange;
    }

    @Override
    public ServerHttpRequest getRequest() {
        return request;
    }

    @Override
    public ServerHttpResponse getResponse() {
        return response;
    }

    @Override
    public Mono<MultiValueMap<String, String>> getFormData() {
        return getDelegate().getFormData().doOnNext(exchange::form).transform(HandlingSignals.of(exchange));
    }

    @Override
    public Mono<MultiValueMap<String, Part>> getMultipartData() {
        return getDelegate()
                .getMultipartData()
                .doOnNext(parts -> exchange.form(fields(parts)))
                .transform(HandlingSignals.of(exchange));
    }

    @Override
    public Mono<WebSession> getSession() {
        return getDelegate().getSession().transform(HandlingSignals.of(exchange));
    }

    @Override
    public <T extends Principal> Mono<T> getPrincipal() {
        return getDelegate().<T>getPrincipal().transform(HandlingSignals.of(exchange));
    }

    private static MultiValueMap<String, String> fields(MultiValueMap<String, Part> parts) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        parts.forEach((name, values) -> values.forEach(part -> {
            if (part instanceof FormFieldPart field) {
                fields.add(name, field.value());
            }
        }));
        return fields;
    }

    private static final class Request extends ServerHttpRequestDecorator {

        private final ReactiveExchange exchange;

        Request(ServerHttpRequest raw, ReactiveExchange exchange) {
            super(raw);
            this.exchange = exchange;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return getDelegate().getBody().transform(HandlingSignals.of(exchange));
        }
    }
}
