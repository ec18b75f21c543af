package io.kvkit.spring.intercept;

import io.kvkit.call.Failures;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.transaction.SubscribedContext;
import java.util.function.BiFunction;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One subscription to the result of a guarded method. Loaded only if Reactor is present.
 *
 * @param invocation the call of the method; each subscription has its own, because the proxy's chain runs only once
 * @param exchange the exchange of the call; null if there is none
 * @param guarded the call with its guard; null if the call runs unguarded
 */
record Subscription(
        ProxyMethodInvocation invocation,
        @Nullable Exchange exchange,
        @Nullable GuardedCall<?> guarded) {

    private static final ReactorDriver DRIVER = new ReactorDriver(Schedulers.parallel());

    /** Guards a call of a method. */
    interface Guards extends BiFunction<MethodInvocation, @Nullable Exchange, @Nullable GuardedCall<?>> {}

    /** Emits at most one value, by a new call for each subscriber. */
    static Mono<Object> mono(ProxyMethodInvocation invocation, Guards guards, @Nullable Shortcut shortcut) {
        return Mono.deferContextual(context -> {
            Object answer = answer(invocation, context, shortcut);
            if (answer != Shortcut.NOTHING) {
                return Mono.justOrEmpty(answer);
            }
            Subscription own = begin(invocation, context, guards);
            return own.mono().contextWrite(context(own.exchange()));
        });
    }

    private static @Nullable Object answer(
            ProxyMethodInvocation invocation, ContextView context, @Nullable Shortcut shortcut) {
        return shortcut == null
                ? Shortcut.NOTHING
                : SubscribedContext.inside(context, () -> shortcut.answer(invocation.getArguments()));
    }

    /** Emits a stream, by a new call for each subscriber. */
    static Flux<Object> flux(ProxyMethodInvocation invocation, Guards guards) {
        return Flux.deferContextual(context -> {
            Subscription own = begin(invocation, context, guards);
            return own.flux().contextWrite(context(own.exchange()));
        });
    }

    /** Returns the context in which inner interceptors find the exchange, which may be subscribed on another thread. */
    static ContextView context(@Nullable Exchange exchange) {
        return exchange == null ? Context.empty() : Context.of(Exchange.KEY, exchange);
    }

    private static Subscription begin(ProxyMethodInvocation invocation, ContextView context, Guards guards) {
        var own = (ProxyMethodInvocation) invocation.invocableClone();
        Exchange exchange = context.hasKey(Exchange.KEY) ? context.<Exchange>get(Exchange.KEY) : Exchanges.current();
        return new Subscription(own, exchange, SubscribedContext.inside(context, () -> guards.apply(own, exchange)));
    }

    private Mono<Object> mono() {
        return guarded == null ? Mono.from(unguarded()).cast(Object.class) : mono(guarded);
    }

    private <C> Mono<Object> mono(GuardedCall<C> call) {
        return DRIVER.mono(call.guard(), call.call(), body(call));
    }

    private Flux<Object> flux() {
        return guarded == null ? Flux.from(unguarded()).cast(Object.class) : flux(guarded);
    }

    private <C> Flux<Object> flux(GuardedCall<C> call) {
        return DRIVER.flux(call.guard(), call.call(), body(call));
    }

    private MethodBody<Publisher<?>> body(GuardedCall<?> call) {
        return new MethodBody<>(invocation, call.unmade(), Subscription::publisher, Mono.empty());
    }

    private Publisher<?> unguarded() {
        try {
            return publisher(invocation.proceed());
        } catch (Throwable failure) {
            throw Failures.<RuntimeException>sneaky(failure);
        }
    }

    private static Publisher<?> publisher(@Nullable Object returned) {
        if (returned == null) {
            return Mono.error(new NullPointerException("The method returned null, not a publisher"));
        }
        ReactiveAdapter adapter = returned instanceof Publisher<?>
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, returned);
        return adapter == null ? (Publisher<?>) returned : adapter.toPublisher(returned);
    }
}
