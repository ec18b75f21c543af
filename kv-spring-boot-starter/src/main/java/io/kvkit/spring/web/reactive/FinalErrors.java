package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.FinalStatus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Renders errors that are outcomes. WebFlux would render them outside of all filters; this class uses the same handlers
 * inside.
 */
final class FinalErrors {

    private final ObjectProvider<WebExceptionHandler> handlers;

    FinalErrors(ObjectProvider<WebExceptionHandler> handlers) {
        this.handlers = handlers;
    }

    boolean areFinal(Throwable failure) {
        if (failure instanceof ErrorResponse response) {
            return FinalStatus.isFinal(response.getStatusCode().value());
        }
        ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(failure.getClass(), ResponseStatus.class);
        return status != null && FinalStatus.isFinal(status.code().value());
    }

    Mono<Void> render(ServerWebExchange web, Throwable failure) {
        Mono<Void> rendered = Mono.error(failure);
        for (WebExceptionHandler handler : handlers.orderedStream().toList()) {
            rendered = rendered.onErrorResume(error -> handler.handle(web, error));
        }
        return rendered;
    }
}
