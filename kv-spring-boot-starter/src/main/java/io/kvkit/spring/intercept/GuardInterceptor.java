package io.kvkit.spring.intercept;

import io.kvkit.call.StageDriver;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.operation.Client;
import io.kvkit.spring.operation.Invocation;
import io.kvkit.spring.operation.OperationSource;
import io.kvkit.spring.operation.Operations;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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

    private final ConcurrentMap<MethodClassKey, Optional<Advised>> methods = new ConcurrentHashMap<>();
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
        Advised advised = advised(invocation);
        if (advised == null) {
            return invocation.proceed();
        }
        GuardedMethod method = advised.method();
        return switch (method.returns().kind()) {
            case PLAIN -> plain(advised, invocation);
            case STAGE -> stage(advised, (ProxyMethodInvocation) invocation);
            case MONO -> ReactorCalls.mono(method, (ProxyMethodInvocation) invocation, this::call);
            case ADAPTED -> adapted(advised, (ProxyMethodInvocation) invocation);
            case FLUX -> ReactorCalls.flux(method, (ProxyMethodInvocation) invocation, this::call);
        };
    }

    private @Nullable Advised advised(MethodInvocation invocation) {
        Object target = invocation.getThis();
        MethodClassKey key = new MethodClassKey(invocation.getMethod(), target == null ? null : target.getClass());
        Optional<Advised> known = methods.get(key);
        if (known == null) {
            known = Optional.ofNullable(target == null ? null : prepare(invocation.getMethod(), target));
            methods.put(key, known);
        }
        return known.orElse(null);
    }

    private @Nullable Advised prepare(Method called, Object target) {
        Operations operations = operations(called, target);
        GuardedMethod method = guards.obtain().prepare(operations);
        return method == null ? null : new Advised(method, operations.handleRequests());
    }

    // What is behind a repository need not implement its interface, which then carries the annotations.
    private Operations operations(Method called, Object target) {
        Operations operations = source.obtain().find(called, AopUtils.getTargetClass(target));
        return operations.isEmpty() && Proxy.isProxyClass(target.getClass())
                ? source.obtain().find(called, target.getClass())
                : operations;
    }

    private @Nullable Object plain(Advised advised, MethodInvocation invocation) throws Throwable {
        Exchange exchange = advised.exchange(invocation);
        GuardedCall<?> guarded = guard(advised, invocation, exchange);
        return guarded == null ? invocation.proceed() : GuardedRun.plain(guarded, invocation::proceed);
    }

    private CompletableFuture<@Nullable Object> stage(Advised advised, ProxyMethodInvocation invocation) {
        try {
            Exchange exchange = advised.laterExchange(invocation);
            GuardedCall<?> guarded = guard(advised, invocation, exchange);
            MethodInvocation later = invocation.invocableClone();
            return GuardedRun.stage(guarded, stages.obtain(), later::proceed);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    // Its Reactor Context does not reach a subscriber through another library, so the exchange is looked for now.
    private Object adapted(Advised advised, ProxyMethodInvocation invocation) {
        return ReactorCalls.adapted(
                advised.method(),
                invocation,
                advised.laterExchange(invocation),
                (call, exchange) -> call(call, client(advised, exchange)));
    }

    private @Nullable GuardedCall<?> guard(Advised advised, MethodInvocation invocation, @Nullable Exchange exchange) {
        return advised.method().guard(call(invocation, client(advised, exchange)), exchange);
    }

    private Client client(Advised advised, @Nullable Exchange exchange) {
        Clients all = clients.obtain();
        return advised.handler() ? all.ofHandler(exchange) : all.of(exchange);
    }

    private Invocation call(MethodInvocation invocation, @Nullable Exchange exchange) {
        return call(invocation, clients.obtain().of(exchange));
    }

    private static Invocation call(MethodInvocation invocation, Client client) {
        Object target = invocation.getThis();
        if (target == null) {
            throw new IllegalStateException("A guarded call needs an object behind its proxy");
        }
        return new Invocation(target, invocation.getMethod(), invocation.getArguments(), client);
    }

    /** A method that this interceptor guards, and whether it handles requests. */
    private record Advised(GuardedMethod method, boolean handler) {

        @Nullable
        Exchange exchange(MethodInvocation invocation) {
            return handler ? Exchanges.ofHandler(invocation.getArguments()) : Exchanges.current();
        }

        // An interceptor further in may be called on another thread, when this one has waited for the store.
        @Nullable
        Exchange laterExchange(ProxyMethodInvocation invocation) {
            if (invocation.getUserAttribute(Exchange.KEY) instanceof Exchange found) {
                return found;
            }
            Exchange exchange = exchange(invocation);
            if (exchange != null) {
                invocation.setUserAttribute(Exchange.KEY, exchange);
            }
            return exchange;
        }
    }
}
