package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.type.ReturnShape;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.publisher.Flux;

/** Runs the guarded calls of methods that return a {@link Flux}, one for each subscription. */
final class FluxMethodDriver implements MethodDriver {

    @Override
    public ReturnShape.Kind kind() {
        return ReturnShape.Kind.FLUX;
    }

    @Override
    public Flux<Object> call(GuardedSite site, ProxyMethodInvocation invocation) {
        return Subscription.flux(invocation, site::guardSubscribed);
    }
}
