package io.kvkit.spring.web;

import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;

/** Tells which requests are held while they are read, so that what was sent can be compared, and up to what size. */
public final class HeldRequests {

    private final BiPredicate<HandlerMethod, Predicate<String>> compared;
    private final long limit;

    /**
     * Makes a rule.
     *
     * @param compared whether a request to a handler is compared with others, by what headers it has
     * @param limit the largest body that is held, in bytes
     */
    public HeldRequests(BiPredicate<HandlerMethod, Predicate<String>> compared, long limit) {
        this.compared = compared;
        this.limit = limit;
    }

    /** Whether requests are held for this handler. */
    boolean holdFor(@Nullable Object handler, Predicate<String> hasHeader) {
        return handler instanceof HandlerMethod method && compared.test(method, hasHeader);
    }

    long limit() {
        return limit;
    }
}
