package io.kvkit.spring.web;

import io.kvkit.spring.exchange.Exchange;
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
 * Reads the body of a WebFlux request before the handler is called by whoever calls it otherwise, where the handler's guard
 * compares requests: a guard cannot wait for a body that the handler reads later.
 */
public final class HoldingAdapter implements HandlerAdapter, Ordered {

    private final SingletonSupplier<List<HandlerAdapter>> callers;
    private final HeldRequests rule;

    /**
     * Makes an adapter in front of all others.
     *
     * @param adapters all adapters
     * @param rule tells whose body is held
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
        // A key that is no header needs none.
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
