package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Operations;
import org.jspecify.annotations.Nullable;

/**
 * Guards the methods with one kind of annotation.
 *
 * <p>Its implementations are beans; an interceptor asks each method's guards once and keeps them.
 */
public abstract sealed class MethodGuards
        permits CachedMethods, CacheWriteMethods, IdempotentMethods, RateLimitedMethods, DedupeMethods {

    MethodGuards() {}

    /** Prepares the guarded calls of a method; null if its operations are none of this kind, or are off. */
    abstract @Nullable GuardedMethod prepare(Operations operations);
}
