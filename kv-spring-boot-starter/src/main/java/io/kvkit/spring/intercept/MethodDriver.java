package io.kvkit.spring.intercept;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs the guarded calls of methods that deliver their value in one way. {@link MethodKind} names the methods. */
interface MethodDriver {

    /** Runs one guarded call and returns the result for the caller. */
    @Nullable
    Object call(GuardedSite site, ProxyMethodInvocation invocation) throws Throwable;

    /**
     * Returns a shortcut that answers with the results for the caller; null if a result is not there as soon as the method
     * is called, but at a subscription.
     *
     * @param values answers with values
     */
    default @Nullable Shortcut direct(Shortcut values) {
        return null;
    }
}
