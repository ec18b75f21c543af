package io.kvkit.spring.intercept;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs the guarded calls of methods that deliver their value in one way. {@link MethodKind} names the methods. */
interface MethodDriver {

    /** Runs one guarded call and returns the result for the caller. */
    @Nullable
    Object call(GuardedSite site, ProxyMethodInvocation invocation) throws Throwable;

    /** Returns whether the method delivers a value that is there as soon as it is called, and not at a subscription. */
    default boolean answersAtOnce() {
        return false;
    }

    /** Returns the result for the caller that delivers a value. */
    default @Nullable Object answered(@Nullable Object value) {
        return value;
    }
}
