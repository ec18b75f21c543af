package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvExpressionException;
import java.util.List;
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

    /**
     * Returns the positions of the arguments if the value is one of them or a list of them, none if it is a constant;
     * null if anything else influences it.
     */
    default @Nullable List<Integer> positions() {
        return null;
    }
}
