package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.ReplayException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Keeps a {@link ReplayException} from the application's exception handlers in WebFlux. The response of an exception
 * handler in the controller itself is discarded.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ReplayAdvice {

    /** Completes the response, which the recorded one replaces. */
    @ExceptionHandler
    public Mono<Void> replay(ReplayException replay, ServerWebExchange web) {
        return web.getResponse().setComplete();
    }
}
