package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.Told;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** A WebFlux request through the filter, without a server. */
abstract class FilteredWeb {

    final MockServerWebExchange web = MockServerWebExchange.from(MockServerHttpRequest.post("/orders"));
    final MockServerHttpResponse raw = web.getResponse();
    final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    final KvWebFilter filter = new KvWebFilter(
            Facts.RULES, beans.getBeanProvider(WebExceptionHandler.class), ServerCodecConfigurer.create());
    final Told told = new Told();

    static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Exchange exchange(ServerWebExchange web) {
        return Objects.requireNonNull(web.<Exchange>getAttribute(Exchange.KEY));
    }

    Mono<Void> filtered(Function<ServerWebExchange, Mono<Void>> handler) {
        return filter.filter(web, inner -> Mono.defer(() -> handler.apply(inner)));
    }

    void run(Function<ServerHttpResponse, Mono<Void>> handler) {
        filtered(inner -> handler.apply(inner.getResponse())).block();
    }

    void guarded(Function<ServerHttpResponse, Mono<Void>> handler) {
        filtered(inner -> {
                    exchange(inner).attach(told);
                    return handler.apply(inner.getResponse());
                })
                .block();
    }

    @Nullable
    String body() {
        return raw.getBodyAsString().block();
    }
}
