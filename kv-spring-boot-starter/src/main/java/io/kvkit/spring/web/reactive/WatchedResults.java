package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Delegates to the regular WebFlux result handlers, and notes when writing fails before an exception handler answers.
 */
public final class WatchedResults implements HandlerResultHandler, Ordered {

    private final SingletonSupplier<List<HandlerResultHandler>> writers;

    /** Creates a handler in front of all others. */
    public WatchedResults(ObjectProvider<HandlerResultHandler> handlers) {
        this.writers = SingletonSupplier.of(() -> handlers.orderedStream()
                .filter(handler -> !(handler instanceof WatchedResults))
                .toList());
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean supports(HandlerResult result) {
        return writer(result) != null;
    }

    @Override
    public Mono<Void> handleResult(ServerWebExchange web, HandlerResult result) {
        HandlerResultHandler writer = writer(result);
        if (writer == null) {
            return Mono.error(new IllegalStateException("Nobody writes " + result.getReturnType()));
        }
        return writer.handleResult(web, result).doOnError(failure -> {
            if (web.getAttribute(Exchange.KEY) instanceof Exchange exchange) {
                exchange.failed(failure);
            }
        });
    }

    private @Nullable HandlerResultHandler writer(HandlerResult result) {
        return writers.obtain().stream()
                .filter(handler -> handler.supports(result))
                .findFirst()
                .orElse(null);
    }
}
