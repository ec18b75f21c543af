package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.web.ExchangeRules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Makes the exchange available to guards, and passes the response to their completions before it is sent.
 *
 * <p>It is the innermost filter, so that recorded and replayed responses pass the same filters. It takes part in
 * asynchronous, error and nested dispatches, so the response of a {@code CompletableFuture} and a rendered error are
 * recorded as they are sent. Requests without a completion are not buffered.
 */
public final class KvServletFilter extends OncePerRequestFilter implements Ordered {

    private final ExchangeRules rules;

    /**
     * Creates the filter.
     *
     * @param rules the rules for reading and answering requests
     */
    public KvServletFilter(ExchangeRules rules) {
        this.rules = rules;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // A forward ends the response too, so nested dispatches pass through this filter.
        request.removeAttribute(getAlreadyFilteredAttributeName());
        ServletExchange exchange = exchange(request, response);
        HeldResponse present = exchange.held();
        boolean inside = present != null && WebUtils.getNativeResponse(response, HeldResponse.class) == present;
        HeldResponse held = present != null && inside ? present : exchange.hold(response);
        try {
            chain.doFilter(exchange.request().around(request), inside ? response : held);
        } catch (ServletException | IOException | RuntimeException | Error e) {
            if (exchange.replay() == null) {
                exchange.failed(e);
                Await.quietly(exchange.abandon(e));
                exchange.responded();
                throw e;
            }
        }
        if (request.isAsyncStarted()) {
            goOn(request, exchange, held);
        } else if (request.getDispatcherType() != DispatcherType.INCLUDE) {
            try {
                end(request, exchange, held);
            } finally {
                exchange.responded();
            }
        }
    }

    private ServletExchange exchange(HttpServletRequest request, HttpServletResponse response) {
        ServletExchange present = ServletExchange.of(request);
        if (present != null) {
            if (hasProduced(request)) {
                present.endWell();
            }
            return present;
        }
        ServletExchange made = new ServletExchange(new HeldRequest(request, rules.requests()), response, rules);
        request.setAttribute(ServletExchange.KEY, made);
        return made;
    }

    private static void goOn(HttpServletRequest request, ServletExchange exchange, HeldResponse held)
            throws IOException {
        exchange.goOn();
        request.getAsyncContext().addListener(new LastResort(exchange));
        // Code that starts this without Spring may complete it without another dispatch, so nothing would release the
        // response.
        if (!WebAsyncUtils.getAsyncManager(request).isConcurrentHandlingStarted()) {
            held.open();
        }
    }

    private static void end(HttpServletRequest request, ServletExchange exchange, HeldResponse held)
            throws IOException {
        RecordedResponse replay = exchange.replay();
        if (replay != null) {
            exchange.answer(held, replay);
            return;
        }
        if (exchange.hasPending()) {
            if (held.errorSent() && exchange.isFinal(held.getStatus()) && isRenderedLater(request)) {
                return;
            }
            Await.quietly(exchange.close(held.record()));
        }
        held.release();
    }

    private static boolean hasProduced(HttpServletRequest request) {
        WebAsyncManager async = WebAsyncUtils.getAsyncManager(request);
        return async.hasConcurrentResult() && !(async.getConcurrentResult() instanceof Throwable);
    }

    // MockMvc has no error dispatch; its response is the status alone.
    private static boolean isRenderedLater(HttpServletRequest request) {
        return request.getDispatcherType() != DispatcherType.ERROR
                && !request.getServletContext().getServerInfo().startsWith("Mock");
    }
}
