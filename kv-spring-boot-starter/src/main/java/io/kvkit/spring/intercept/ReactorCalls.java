package io.kvkit.spring.intercept;

import io.kvkit.call.Failures;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.operation.Invocation;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Guards calls of methods that return publishers, anew at each subscription. Loaded only where Reactor is present. */
final class ReactorCalls {

    private ReactorCalls() {}

    static Mono<Object> mono(
            GuardedMethod method,
            ProxyMethodInvocation invocation,
            BiFunction<MethodInvocation, @Nullable Exchange, Invocation> calls) {
        return Mono.deferContextual(context -> {
            Exchange exchange = exchange(context);
            // The proxy's chain can be walked once; a second subscription needs one of its own.
            MethodInvocation own = invocation.invocableClone();
            Supplier<Publisher<?>> body = () -> subject(own);
            GuardedCall<?> guarded = method.guard(calls.apply(own, exchange), exchange);
            Mono<Object> made = guarded == null ? Mono.from(body.get()).cast(Object.class) : mono(guarded, body);
            return made.contextWrite(own(exchange));
        });
    }

    static Object adapted(
            GuardedMethod method,
            ProxyMethodInvocation invocation,
            @Nullable Exchange exchange,
            BiFunction<MethodInvocation, @Nullable Exchange, Invocation> calls) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance()
                .getAdapter(method.returns().carrier());
        return Objects.requireNonNull(adapter, "adapter")
                .fromPublisher(mono(method, invocation, calls).contextWrite(own(exchange)));
    }

    static Flux<Object> flux(
            GuardedMethod method,
            ProxyMethodInvocation invocation,
            BiFunction<MethodInvocation, @Nullable Exchange, Invocation> calls) {
        return Flux.deferContextual(context -> {
            Exchange exchange = exchange(context);
            MethodInvocation own = invocation.invocableClone();
            Supplier<Publisher<?>> body = () -> subject(own);
            GuardedCall<?> guarded = method.guard(calls.apply(own, exchange), exchange);
            Flux<Object> made = guarded == null ? Flux.from(body.get()).cast(Object.class) : flux(guarded, body);
            return made.contextWrite(own(exchange));
        });
    }

    private static <C> Mono<Object> mono(GuardedCall<C> guarded, Supplier<Publisher<?>> body) {
        AtomicBoolean made = new AtomicBoolean();
        return ReactorDriver.mono(guarded.guard(), guarded.call(), () -> made(made, body))
                .onErrorResume(failure -> !made.get(), failure -> Mono.from(instead(guarded, failure)))
                .doOnSuccess(value -> answered(guarded, made));
    }

    private static <C> Flux<Object> flux(GuardedCall<C> guarded, Supplier<Publisher<?>> body) {
        AtomicBoolean made = new AtomicBoolean();
        return ReactorDriver.flux(guarded.guard(), guarded.call(), () -> made(made, body))
                .onErrorResume(failure -> !made.get(), failure -> instead(guarded, failure));
    }

    private static Publisher<?> made(AtomicBoolean made, Supplier<Publisher<?>> body) {
        made.set(true);
        return body.get();
    }

    private static void answered(GuardedCall<?> guarded, AtomicBoolean made) {
        if (!made.get()) {
            guarded.unmade().answered();
        }
    }

    private static Publisher<Object> instead(GuardedCall<?> guarded, Throwable refusal) {
        try {
            Object publisher = guarded.unmade().refused(refusal);
            return publisher == null
                    ? Mono.empty()
                    : Flux.from(publisher(publisher)).cast(Object.class);
        } catch (Throwable failure) {
            return Mono.error(failure);
        }
    }

    private static Publisher<?> subject(MethodInvocation invocation) {
        try {
            Object publisher = invocation.proceed();
            return publisher == null
                    ? Mono.error(new NullPointerException("The method returned null, not a publisher"))
                    : publisher(publisher);
        } catch (Throwable failure) {
            throw Failures.<RuntimeException>sneaky(failure);
        }
    }

    private static Publisher<?> publisher(Object returned) {
        ReactiveAdapter adapter = returned instanceof Publisher<?>
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, returned);
        return adapter == null ? (Publisher<?>) returned : adapter.toPublisher(returned);
    }

    // An interceptor further in may be subscribed to on another thread, when this one has waited for the store.
    private static ContextView own(@Nullable Exchange exchange) {
        return exchange == null ? Context.empty() : Context.of(Exchange.KEY, exchange);
    }

    private static @Nullable Exchange exchange(ContextView context) {
        return context.hasKey(Exchange.KEY) ? context.<Exchange>get(Exchange.KEY) : Exchanges.current();
    }
}
