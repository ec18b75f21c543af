package io.kvkit.spring.intercept;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.operation.Client;
import io.kvkit.spring.operation.Invocation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * A guarded method of one class, and how its calls find their request.
 *
 * @param method the method
 * @param handler whether it handles requests
 * @param clients who calls
 */
record GuardedSite(GuardedMethod method, boolean handler, Clients clients) {

    /** The exchange that a call on this thread belongs to; null if there is none. */
    @Nullable
    Exchange exchange(MethodInvocation invocation) {
        return handler ? Exchanges.ofHandler(invocation.getArguments()) : Exchanges.current();
    }

    /**
     * The exchange that a call belongs to, which is kept: an interceptor further in may be called on another thread, when this
     * one has waited for the store.
     */
    @Nullable
    Exchange keptExchange(ProxyMethodInvocation invocation) {
        if (invocation.getUserAttribute(Exchange.KEY) instanceof Exchange found) {
            return found;
        }
        Exchange exchange = exchange(invocation);
        if (exchange != null) {
            invocation.setUserAttribute(Exchange.KEY, exchange);
        }
        return exchange;
    }

    /** Guards a call; null if it is to be made as it is. */
    @Nullable
    GuardedCall<?> guard(MethodInvocation invocation, @Nullable Exchange exchange) {
        return guard(invocation, exchange, handler ? clients.ofHandler(exchange) : clients.of(exchange));
    }

    /** Guards a call whose exchange is known as surely as can be; null if it is to be made as it is. */
    @Nullable
    GuardedCall<?> guardSubscribed(MethodInvocation invocation, @Nullable Exchange exchange) {
        return guard(invocation, exchange, clients.of(exchange));
    }

    private @Nullable GuardedCall<?> guard(MethodInvocation invocation, @Nullable Exchange exchange, Client client) {
        Object target = invocation.getThis();
        if (target == null) {
            throw new IllegalStateException("A guarded call needs an object behind its proxy");
        }
        Invocation call = new Invocation(target, invocation.getMethod(), invocation.getArguments(), client);
        return method.guard(call, exchange);
    }
}
