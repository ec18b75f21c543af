package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.web.HeldRequests;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Reads the body of a WebFlux request before another adapter calls the handler, if the guard of the handler compares
 * requests: a guard cannot wait for a body that the handler reads later.
 */
public final class HoldingAdapter implements HandlerAdapter, Ordered {

    private final SingletonSupplier<List<HandlerAdapter>> callers;
    private final HeldRequests rule;

    /**
     * Creates an adapter in front of all others.
     *
     * @param adapters all adapters
     * @param rule decides which bodies are held
     */
    public HoldingAdapter(ObjectProvider<HandlerAdapter> adapters, HeldRequests rule) {
        this.callers = SingletonSupplier.of(() -> adapters.orderedStream()
                .filter(adapter -> !(adapter instanceof HoldingAdapter))
                .toList());
        this.rule = rule;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean supports(Object handler) {
        // An expression as key needs no header.
        return rule.holdFor(handler, header -> true) && caller(handler) != null;
    }

    @Override
    public Mono<HandlerResult> handle(ServerWebExchange web, Object handler) {
        HandlerAdapter caller = caller(handler);
        if (caller == null) {
            return Mono.error(new IllegalStateException("Nobody calls " + handler));
        }
        Mono<HandlerResult> handled = Mono.defer(() -> caller.handle(web, handler));
        boolean held = rule.holdFor(handler, web.getRequest().getHeaders()::containsHeader);
        return held && web.getAttribute(Exchange.KEY) instanceof ReactiveExchange exchange
                ? exchange.hold(rule.limit()).then(handled)
                : handled;
    }

    private @Nullable HandlerAdapter caller(Object handler) {
        return callers.obtain().stream()
                .filter(adapter -> adapter.supports(handler))
                .findFirst()
                .orElse(null);
    }
}
