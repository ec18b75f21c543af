package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.publisher.Mono;

/** Runs the guarded calls of methods that return a {@link Mono}, one for each subscription. */
final class MonoMethodDriver implements MethodDriver, MethodKind {

    @Override
    public String name() {
        return "MONO";
    }

    @Override
    public boolean takes(Class<?> declared) {
        return declared == Mono.class;
    }

    @Override
    public MethodDriver driver(PlainDriver plain, StageDriver stage) {
        return this;
    }

    @Override
    public Mono<Object> call(GuardedSite site, ProxyMethodInvocation invocation) {
        return Subscription.mono(invocation, site::guardSubscribed, site.shortcut());
    }
}
