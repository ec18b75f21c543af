package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.RecordedResponse;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Records errors that the container writes itself. It makes no error dispatch if no page is registered for them, so
 * {@link KvServletFilter} does not see the end of such a request.
 *
 * <p>The listener is called after the error dispatch, or before it if the request was asynchronous. In that case it
 * leaves time for the dispatch.
 */
public final class UnrenderedErrors implements ServletRequestListener {

    private static final Executor LATER = CompletableFuture.delayedExecutor(Await.MAX_SECONDS, TimeUnit.SECONDS);

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        ServletExchange exchange =
                event.getServletRequest() instanceof HttpServletRequest request ? ServletExchange.of(request) : null;
        HeldResponse held = exchange == null ? null : exchange.held();
        if (exchange != null && held != null && held.errorSent() && exchange.hasPending()) {
            RecordedResponse error = held.recordError();
            if (exchange.isAsynchronous()) {
                LATER.execute(() -> exchange.close(error));
            } else {
                Await.quietly(exchange.close(error));
            }
        }
    }
}
