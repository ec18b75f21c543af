package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Guards the methods with annotations that one interceptor serves.
 *
 * <p>Its {@linkplain GuardingArea area} makes it. Safe for use by several threads. An interceptor prepares each method once.
 */
public interface MethodGuards {

    /**
     * Returns guards of an annotation that is not repeatable.
     *
     * @param guarding prepares a method whose operation is enabled
     */
    static <O extends Operation> MethodGuards of(Class<O> type, Function<O, GuardedMethod> guarding) {
        return operations -> {
            O operation = operations.only(type);
            return operation == null || !operation.enabled() ? null : guarding.apply(operation);
        };
    }

    /** Prepares the guarded calls of a method; null if no operation of this kind is enabled for the method. */
    @Nullable
    GuardedMethod prepare(Operations operations);
}
