package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.read.OperationSource;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Turns calls of annotated methods into guarded calls, with the driver for the kind of their return type. Safe for use
 * by several threads.
 *
 * <p>There is one instance for each advice. It looks up its collaborators at the first call, so that creating a proxy
 * initializes no other bean.
 */
public final class GuardInterceptor implements MethodInterceptor {

    private final Sites sites = new Sites(this::prepare);
    private final SingletonSupplier<OperationSource> source;
    private final SingletonSupplier<? extends MethodGuards> guards;
    private final SingletonSupplier<MethodDrivers> drivers;
    private final SingletonSupplier<Clients> clients;

    /** Creates an interceptor, which gets its collaborators at the first call. */
    public GuardInterceptor(
            Supplier<OperationSource> source,
            Supplier<? extends MethodGuards> guards,
            Supplier<MethodDrivers> drivers,
            Supplier<Clients> clients) {
        this.source = SingletonSupplier.of(source);
        this.guards = SingletonSupplier.of(guards);
        this.drivers = SingletonSupplier.of(drivers);
        this.clients = SingletonSupplier.of(clients);
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        GuardedSite site = target == null ? null : sites.of(invocation.getMethod(), target);
        if (site == null) {
            return invocation.proceed();
        }
        Object answer = site.answer(invocation);
        if (answer == Shortcut.PROCEED) {
            return invocation.proceed();
        }
        return answer == Shortcut.NOTHING ? site.driver().call(site, (ProxyMethodInvocation) invocation) : answer;
    }

    private @Nullable GuardedSite prepare(Method called, Object target) {
        Operations operations = operations(called, target);
        GuardedMethod method = guards.obtain().prepare(operations, called);
        return method == null
                ? null
                : GuardedSite.of(
                        method, drivers.obtain().of(method.returns()), operations.handleRequests(), clients.obtain());
    }

    // The object behind a repository need not implement the interface with the annotations.
    private Operations operations(Method called, Object target) {
        Operations operations = source.obtain().find(called, AopUtils.getTargetClass(target));
        return operations.isEmpty() && Proxy.isProxyClass(target.getClass())
                ? source.obtain().find(called, target.getClass())
                : operations;
    }
}
