package io.kvkit.spring.intercept;

import io.kvkit.call.Body;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * The method behind a proxy as the body of a guarded call.
 *
 * @param invocation the call of the method
 * @param unmade the reaction if the method is not called; null if there is none
 * @param returned converts the value that the method or its replacement returned
 * @param nothing replaces null in place of a refusal
 */
record MethodBody<R extends @Nullable Object>(
        ProxyMethodInvocation invocation,
        GuardedCall.@Nullable Unmade unmade,
        Function<@Nullable Object, R> returned,
        R nothing)
        implements Body<R> {

    // Outer interceptors must not see arguments that were narrowed for this call.
    @Override
    public R call(@Nullable Object @Nullable [] args) throws Throwable {
        var call = args == null ? invocation : invocation.invocableClone(args);
        return returned.apply(call.proceed());
    }

    @Override
    public void answered() {
        if (unmade != null) {
            unmade.answered();
        }
    }

    @Override
    public R refused(Throwable refusal) throws Throwable {
        if (unmade == null) {
            throw refusal;
        }
        Object instead = unmade.refused(refusal);
        return instead == null ? nothing : returned.apply(instead);
    }
}
