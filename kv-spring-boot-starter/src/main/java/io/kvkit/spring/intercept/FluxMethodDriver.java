package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.publisher.Flux;

/** Runs the guarded calls of methods that return a {@link Flux}, one for each subscription. */
final class FluxMethodDriver implements MethodDriver, MethodKind {

    @Override
    public String name() {
        return "FLUX";
    }

    @Override
    public boolean takes(Class<?> declared) {
        return declared == Flux.class;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public MethodDriver driver(PlainDriver plain, StageDriver stage) {
        return this;
    }

    @Override
    public Flux<Object> call(GuardedSite site, ProxyMethodInvocation invocation) {
        return Subscription.flux(invocation, site::guardSubscribed);
    }
}
