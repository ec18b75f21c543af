package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.ReturnShape;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Makes the guarded calls of methods that deliver their value in one way. {@link MethodDrivers} lists them. */
interface MethodDriver {

    /** The way in which the methods deliver their value. */
    ReturnShape.Kind kind();

    /** Makes one guarded call and gives what the method's caller gets. */
    @Nullable
    Object call(GuardedSite site, ProxyMethodInvocation invocation) throws Throwable;
}
