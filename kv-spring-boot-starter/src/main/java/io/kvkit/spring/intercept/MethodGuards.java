package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Operations;
import org.jspecify.annotations.Nullable;

/**
 * Guards the methods with annotations that one interceptor serves.
 *
 * <p>Implementations are beans, safe for use by several threads. An interceptor prepares each method once.
 */
public interface MethodGuards {

    /** Prepares the guarded calls of a method; null if no operation of this kind is enabled for the method. */
    @Nullable
    GuardedMethod prepare(Operations operations);
}
