package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Operations;
import org.jspecify.annotations.Nullable;

/**
 * Guards the methods with annotations that one interceptor serves.
 *
 * <p>Its implementations are beans; an interceptor asks for each method's guarded calls once and keeps them.
 */
public interface MethodGuards {

    /** Prepares the guarded calls of a method; null if its operations are none of this kind, or are off. */
    @Nullable
    GuardedMethod prepare(Operations operations);
}
