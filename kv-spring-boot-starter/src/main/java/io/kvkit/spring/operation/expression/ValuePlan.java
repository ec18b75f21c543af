package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvExpressionException;
import org.jspecify.annotations.Nullable;

/** A compiled expression of an annotation. */
@FunctionalInterface
public interface ValuePlan {

    /**
     * Returns the value of the expression for a call; null if it evaluates to null.
     *
     * @param result the returned value, unwrapped from stage, {@code Mono} or {@code Optional}; null before the call
     * @throws KvExpressionException if the expression fails
     */
    @Nullable
    Object value(Invocation call, @Nullable Object result);
}
