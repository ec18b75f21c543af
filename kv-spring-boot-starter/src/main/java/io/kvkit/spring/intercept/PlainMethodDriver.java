package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs the guarded calls of methods that return their value. */
record PlainMethodDriver(PlainDriver driver) implements MethodDriver {

    @Override
    public ReturnShape.Kind kind() {
        return ReturnShape.Kind.PLAIN;
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public @Nullable Object call(GuardedSite site, ProxyMethodInvocation invocation) throws Throwable {
        GuardedCall<?> guarded = site.guard(invocation, site.exchange(invocation));
        return guarded == null ? invocation.proceed() : run(guarded, invocation);
    }

    // NullAway does not see that this type argument can be null.
    @SuppressWarnings("NullAway")
    private <C> @Nullable Object run(GuardedCall<C> guarded, ProxyMethodInvocation invocation) throws Throwable {
        var body = new MethodBody<@Nullable Object>(invocation, guarded.unmade(), Function.identity(), null);
        return driver.run(guarded.guard(), guarded.call(), body);
    }
}
