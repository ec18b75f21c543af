package io.kvkit.spring.web;

import io.kvkit.spring.operation.IdempotentOperation;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;

/** Tells which requests are held while they are read, so that what was sent can be compared, and up to what size. */
public final class HeldRequests {

    private final Function<HandlerMethod, @Nullable IdempotentOperation> operations;
    private final long limit;

    /**
     * Makes a rule.
     *
     * @param operations the operation of a handler; null if it has none
     * @param limit the largest body that is held, in bytes
     */
    public HeldRequests(Function<HandlerMethod, @Nullable IdempotentOperation> operations, long limit) {
        this.operations = operations;
        this.limit = limit;
    }

    /** Whether requests are held for this handler: without a key nobody will ask what was sent. */
    boolean holdFor(@Nullable Object handler, Predicate<String> hasHeader) {
        IdempotentOperation operation = handler instanceof HandlerMethod method ? operations.apply(method) : null;
        return operation != null
                && operation.enabled()
                && operation.comparesRequests()
                && (operation.header() == null || hasHeader.test(operation.header()));
    }

    long limit() {
        return limit;
    }
}
