package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs the guarded calls of methods that return their value. */
record PlainMethodDriver(PlainDriver driver) implements MethodDriver {

    /** Methods that return their value: all that no other kind takes. */
    enum Kind implements MethodKind {
        PLAIN;

        @Override
        public boolean takes(Class<?> declared) {
            return true;
        }

        @Override
        public Type value(Type declared) {
            return declared;
        }

        @Override
        public boolean isPlain() {
            return true;
        }

        @Override
        public MethodDriver driver(PlainDriver plain, StageDriver stage) {
            return new PlainMethodDriver(plain);
        }
    }

    @Override
    public Shortcut direct(Shortcut values) {
        return values;
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
