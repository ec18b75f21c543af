package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/** An expression of an annotation, compiled: from a call to a value. */
@FunctionalInterface
public interface ValuePlan {

    /**
     * The value for a call.
     *
     * @param result what the method returned, without stage, {@code Mono} or {@code Optional}; null before the call
     * @throws KvExpressionException if the expression fails
     */
    @Nullable
    Object value(Invocation call, @Nullable Object result);
}
