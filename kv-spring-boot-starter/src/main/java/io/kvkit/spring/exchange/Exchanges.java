package io.kvkit.spring.exchange;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Finds the exchange of a servlet request by the current thread.
 *
 * <p>A reactive request is carried by no thread: there the exchange is in the Reactor Context under
 * {@link Exchange#KEY}.
 */
public final class Exchanges {

    private static final boolean WEB = ClassUtils.isPresent(
            "org.springframework.web.context.request.RequestContextHolder", Exchanges.class.getClassLoader());

    private Exchanges() {}

    /** The exchange of the servlet request that this thread carries; null if it carries none. */
    public static @Nullable Exchange current() {
        return WEB ? Lookup.current() : null;
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
    }
}
