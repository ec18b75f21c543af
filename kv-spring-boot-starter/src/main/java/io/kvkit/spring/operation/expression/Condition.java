package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvExpressionException;
import org.jspecify.annotations.Nullable;

/** A compiled {@code condition} or {@code unless} expression. */
@FunctionalInterface
public interface Condition {

    /** A condition that is always true. */
    Condition ALWAYS = (call, result) -> true;

    /** A condition that is never true. */
    Condition NEVER = (call, result) -> false;

    /**
     * Evaluates the condition for a call.
     *
     * @param result the returned value, unwrapped from stage, {@code Mono} or {@code Optional}; null before the call
     * @throws KvExpressionException if the expression fails or its value is not a boolean
     */
    boolean test(Invocation call, @Nullable Object result);
}
