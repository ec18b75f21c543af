package io.kvkit.spring.web;

import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;

/** Decides which requests are held for a comparison or a signature, and up to what size. */
public final class HeldRequests {

    private final BiPredicate<HandlerMethod, Predicate<String>> compared;
    private final Predicate<HandlerMethod> asSent;
    private final long limit;

    /**
     * Creates a rule.
     *
     * @param compared whether a request with certain headers to a handler is compared with others
     * @param asSent whether the bytes of each request to a handler are needed, also those of a form
     * @param limit the maximum size in bytes of a held body
     */
    public HeldRequests(
            BiPredicate<HandlerMethod, Predicate<String>> compared, Predicate<HandlerMethod> asSent, long limit) {
        this.compared = compared;
        this.asSent = asSent;
        this.limit = limit;
    }

    /** Returns whether requests to this handler are held. */
    public boolean holdFor(@Nullable Object handler, Predicate<String> hasHeader) {
        return handler instanceof HandlerMethod method && (asSent.test(method) || compared.test(method, hasHeader));
    }

    /** Returns whether the bytes of requests to this handler are needed, also those of a form. */
    public boolean holdBytesFor(@Nullable Object handler) {
        return handler instanceof HandlerMethod method && asSent.test(method);
    }

    /** Returns the maximum size in bytes of a held body. */
    public long limit() {
        return limit;
    }
}
