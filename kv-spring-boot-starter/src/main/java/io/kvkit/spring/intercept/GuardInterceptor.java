package io.kvkit.spring.intercept;

import io.kvkit.call.StageDriver;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.operation.Invocation;
import io.kvkit.spring.operation.OperationSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
 * Makes the calls of annotated methods guarded ones, by the driver that fits what the method returns.
 *
 * <p>One instance serves one kind of annotation. Nothing is looked up before the first call, so that building a proxy drags
 * no other bean up.
 */
public final class GuardInterceptor implements MethodInterceptor {

    private final ConcurrentMap<MethodClassKey, Optional<GuardedMethod>> methods = new ConcurrentHashMap<>();
    private final SingletonSupplier<OperationSource> source;
    private final SingletonSupplier<? extends MethodGuards> guards;
    private final SingletonSupplier<StageDriver> stages;
    private final SingletonSupplier<Clients> clients;

    /** Makes an interceptor whose collaborators are asked for at the first call. */
    public GuardInterceptor(
            Supplier<OperationSource> source,
            Supplier<? extends MethodGuards> guards,
            Supplier<StageDriver> stages,
            Supplier<Clients> clients) {
        this.source = SingletonSupplier.of(source);
        this.guards = SingletonSupplier.of(guards);
        this.stages = SingletonSupplier.of(stages);
        this.clients = SingletonSupplier.of(clients);
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        GuardedMethod method = method(invocation);
        if (method == null) {
            return invocation.proceed();
        }
        return switch (method.returns().kind()) {
            case PLAIN -> plain(method, invocation);
            case STAGE -> stage(method, invocation);
            case MONO -> ReactorCalls.mono(method, (ProxyMethodInvocation) invocation, this::call);
            case FLUX -> ReactorCalls.flux(method, (ProxyMethodInvocation) invocation, this::call);
        };
    }

    private @Nullable GuardedMethod method(MethodInvocation invocation) {
        Object target = invocation.getThis();
        Class<?> type = target == null ? null : AopUtils.getTargetClass(target);
        MethodClassKey key = new MethodClassKey(invocation.getMethod(), type);
        Optional<GuardedMethod> known = methods.get(key);
        if (known == null) {
            known = Optional.ofNullable(prepare(invocation, type));
            methods.put(key, known);
        }
        return known.orElse(null);
    }

    private @Nullable GuardedMethod prepare(MethodInvocation invocation, @Nullable Class<?> type) {
        return type == null ? null : guards.obtain().prepare(source.obtain().find(invocation.getMethod(), type));
    }

    private @Nullable Object plain(GuardedMethod method, MethodInvocation invocation) throws Throwable {
        Exchange exchange = Exchanges.current();
        GuardedCall<?> guarded = method.guard(call(invocation, exchange), exchange);
        return guarded == null ? invocation.proceed() : GuardedRun.plain(guarded, invocation::proceed);
    }

    private CompletableFuture<@Nullable Object> stage(GuardedMethod method, MethodInvocation invocation) {
        try {
            Exchange exchange = Exchanges.current();
            GuardedCall<?> guarded = method.guard(call(invocation, exchange), exchange);
            MethodInvocation later = ((ProxyMethodInvocation) invocation).invocableClone();
            return GuardedRun.stage(guarded, stages.obtain(), later::proceed);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private Invocation call(MethodInvocation invocation, @Nullable Exchange exchange) {
        Object target = invocation.getThis();
        if (target == null) {
            throw new IllegalStateException("A guarded call needs an object behind its proxy");
        }
        return new Invocation(
                target,
                invocation.getMethod(),
                invocation.getArguments(),
                clients.obtain().of(exchange));
    }
}
