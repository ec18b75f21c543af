package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.type.ReturnShape;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.publisher.Mono;

/** Runs the guarded calls of methods that return a {@link Mono}, one for each subscription. */
final class MonoMethodDriver implements MethodDriver {

    @Override
    public ReturnShape.Kind kind() {
        return ReturnShape.Kind.MONO;
    }

    @Override
    public Mono<Object> call(GuardedSite site, ProxyMethodInvocation invocation) {
        return Subscription.mono(invocation, site::guardSubscribed, site.shortcut());
    }
}
