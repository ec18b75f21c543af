package io.kvkit.spring.web.servlet;

import io.kvkit.call.KvRejectedException;
import io.kvkit.spring.exchange.ReplayException;
import io.kvkit.spring.web.Seconds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Keeps a {@link ReplayException} from the application's exception handlers; {@link KvServletFilter} writes the
 * recorded response. For refusals it sets {@code Retry-After}, whichever component maps them.
 */
public final class ReplayResolver implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (failure instanceof ReplayException) {
            return new ModelAndView();
        }
        ServletExchange exchange = ServletExchange.of(request);
        if (exchange != null) {
            exchange.failed(failure);
        }
        if (failure instanceof KvRejectedException refusal && !response.isCommitted()) {
            Duration wait = refusal.retryAfter();
            if (wait != null) {
                response.setHeader("Retry-After", Long.toString(Seconds.ceil(wait)));
            }
        }
        return null;
    }
}
