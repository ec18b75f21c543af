package io.kvkit.spring.exchange;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the exchange of a call.
 *
 * <p>A servlet request is bound to a thread. A reactive request is not: its exchange is in the Reactor Context under
 * {@link Exchange#KEY}, and on the thread only while its handler is called.
 */
public final class Exchanges {

    private static final boolean WEB = ClassUtils.isPresent(
            "org.springframework.web.context.request.RequestContextHolder", Exchanges.class.getClassLoader());

    private static final ThreadLocal<@Nullable Exchange> HANDLING = new ThreadLocal<>();

    private Exchanges() {}

    /** Returns the exchange of the servlet request on this thread; null if there is none. */
    public static @Nullable Exchange current() {
        return WEB ? Lookup.current() : null;
    }

    /**
     * Returns the exchange of the request whose handler is being called; null if it is unknown. In WebFlux it is
     * unknown if handlers are called on threads of an executor and do not take the {@code ServerWebExchange}.
     *
     * @param arguments the arguments of the handler
     */
    public static @Nullable Exchange ofHandler(@Nullable Object[] arguments) {
        Exchange servlet = current();
        if (servlet != null || !WEB) {
            return servlet;
        }
        Exchange given = Lookup.in(arguments);
        return given == null ? HANDLING.get() : given;
    }

    /**
     * Runs a step of a reactive request in which its handler may be called.
     *
     * <p>Only handlers may use this exchange: a step can reach into another request, such as an event that is sent to
     * all clients.
     */
    public static <T> T handling(Exchange exchange, Supplier<T> step) {
        Exchange outer = HANDLING.get();
        HANDLING.set(exchange);
        try {
            return step.get();
        } finally {
            if (outer == null) {
                HANDLING.remove();
            } else {
                HANDLING.set(outer);
            }
        }
    }

    // A class of its own, loaded only with Spring Web.
    private static final class Lookup {

        static @Nullable Exchange current() {
            RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
            if (attributes == null) {
                return null;
            }
            try {
                Object found = attributes.getAttribute(Exchange.KEY, RequestAttributes.SCOPE_REQUEST);
                return found instanceof Exchange exchange ? exchange : null;
            } catch (IllegalStateException requestIsOver) {
                return null;
            }
        }

        static @Nullable Exchange in(@Nullable Object[] arguments) {
            for (Object argument : arguments) {
                if (argument instanceof ServerWebExchange web
                        && web.getAttribute(Exchange.KEY) instanceof Exchange exchange) {
                    return exchange;
                }
            }
            return null;
        }
    }
}
