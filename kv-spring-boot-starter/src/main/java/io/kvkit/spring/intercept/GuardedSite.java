package io.kvkit.spring.intercept;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Invocation;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * A guarded method of one class, and the way to find the request of a call.
 *
 * @param method the method
 * @param driver runs the calls of the method
 * @param shortcut answers some calls by their arguments alone; null if there is none
 * @param direct answers some calls with the result for the caller; null if there is no shortcut, or if a result is not
 *     there as soon as the method is called
 * @param reads whether calls depend on their request
 * @param handler whether the method handles requests
 * @param clients creates the client of a call
 */
record GuardedSite(
        GuardedMethod method,
        MethodDriver driver,
        @Nullable Shortcut shortcut,
        @Nullable Shortcut direct,
        boolean reads,
        boolean handler,
        Clients clients) {

    static GuardedSite of(GuardedMethod method, MethodDriver driver, boolean handler, Clients clients) {
        Shortcut shortcut = method.shortcut();
        return new GuardedSite(
                method,
                driver,
                shortcut,
                shortcut == null ? null : driver.direct(shortcut),
                method.readsRequest(),
                handler,
                clients);
    }

    /** Returns what the shortcut answers, as the result of the method; {@link Shortcut#NOTHING} if there is none. */
    @Nullable
    Object answer(MethodInvocation invocation) {
        return direct == null ? Shortcut.NOTHING : direct.answer(invocation.getArguments());
    }

    /** Returns the exchange of a call on this thread; null if there is none, or if the call does not depend on it. */
    @Nullable
    Exchange exchange(MethodInvocation invocation) {
        return reads ? found(invocation) : null;
    }

    private @Nullable Exchange found(MethodInvocation invocation) {
        return handler ? Exchanges.ofHandler(invocation.getArguments()) : Exchanges.current();
    }

    /**
     * Returns the exchange of a call and keeps it for inner interceptors, which another thread may call after this one
     * has waited for the store; null if there is none.
     */
    @Nullable
    Exchange keptExchange(ProxyMethodInvocation invocation) {
        if (invocation.getUserAttribute(Exchange.KEY) instanceof Exchange found) {
            return found;
        }
        Exchange exchange = found(invocation);
        if (exchange != null) {
            invocation.setUserAttribute(Exchange.KEY, exchange);
        }
        return exchange;
    }

    /** Guards a call; null if the call runs unguarded. */
    @Nullable
    GuardedCall<?> guard(MethodInvocation invocation, @Nullable Exchange exchange) {
        return guard(invocation, exchange, client(exchange));
    }

    /** Guards a call for which every source of the exchange was searched; null if the call runs unguarded. */
    @Nullable
    GuardedCall<?> guardSubscribed(MethodInvocation invocation, @Nullable Exchange exchange) {
        return guard(invocation, exchange, clients.of(exchange));
    }

    private Client client(@Nullable Exchange exchange) {
        if (!reads) {
            return Client.NONE;
        }
        return handler ? clients.ofHandler(exchange) : clients.of(exchange);
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
