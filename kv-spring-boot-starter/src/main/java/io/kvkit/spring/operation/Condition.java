package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/** A {@code condition} or {@code unless}, compiled: from a call to yes or no. */
@FunctionalInterface
public interface Condition {

    /** Yes, always. */
    Condition ALWAYS = (call, result) -> true;

    /** No, never. */
    Condition NEVER = (call, result) -> false;

    /**
     * Whether the condition holds for a call.
     *
     * @param result what the method returned, without stage, {@code Mono} or {@code Optional}; null before the call
     * @throws KvExpressionException if the expression fails or gives something else than true or false
     */
    boolean test(Invocation call, @Nullable Object result);
}
