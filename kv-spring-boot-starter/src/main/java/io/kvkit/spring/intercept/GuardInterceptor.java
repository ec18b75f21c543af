package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.read.OperationSource;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;
import org.springframework.util.function.SingletonSupplier;

/**
 * Turns calls of annotated methods into guarded calls, with the driver for the kind of their return type. Safe for use
 * by several threads.
 *
 * <p>There is one instance for each advice. It looks up its collaborators at the first call, so that creating a proxy
 * initializes no other bean.
 */
public final class GuardInterceptor implements MethodInterceptor {

    private final ConcurrentMap<MethodClassKey, Optional<GuardedSite>> sites = new ConcurrentHashMap<>();
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
        GuardedSite site = site(invocation);
        return site == null
                ? invocation.proceed()
                : drivers.obtain().of(site.method().returns()).call(site, (ProxyMethodInvocation) invocation);
    }

    private @Nullable GuardedSite site(MethodInvocation invocation) {
        Object target = invocation.getThis();
        MethodClassKey key = new MethodClassKey(invocation.getMethod(), target == null ? null : target.getClass());
        Optional<GuardedSite> known = sites.get(key);
        if (known == null) {
            known = Optional.ofNullable(target == null ? null : prepare(invocation.getMethod(), target));
            sites.put(key, known);
        }
        return known.orElse(null);
    }

    private @Nullable GuardedSite prepare(Method called, Object target) {
        Operations operations = operations(called, target);
        GuardedMethod method = guards.obtain().prepare(operations);
        return method == null ? null : new GuardedSite(method, operations.handleRequests(), clients.obtain());
    }

    // The object behind a repository need not implement the interface with the annotations.
    private Operations operations(Method called, Object target) {
        Operations operations = source.obtain().find(called, AopUtils.getTargetClass(target));
        return operations.isEmpty() && Proxy.isProxyClass(target.getClass())
                ? source.obtain().find(called, target.getClass())
                : operations;
    }
}
