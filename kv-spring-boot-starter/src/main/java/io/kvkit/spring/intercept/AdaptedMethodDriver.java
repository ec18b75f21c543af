package io.kvkit.spring.intercept;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.Objects;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/** Runs the guarded calls of methods whose type Spring adapts to a {@code Mono}, such as RxJava's {@code Single}. */
final class AdaptedMethodDriver implements MethodDriver {

    @Override
    public ReturnShape.Kind kind() {
        return ReturnShape.Kind.ADAPTED;
    }

    // A Reactor Context does not reach a subscriber through another library, so the exchange is looked up now.
    @Override
    public Object call(GuardedSite site, ProxyMethodInvocation invocation) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance()
                .getAdapter(site.method().returns().carrier());
        Exchange exchange = site.keptExchange(invocation);
        return Objects.requireNonNull(adapter, "adapter")
                .fromPublisher(Subscription.mono(invocation, site::guard, site.shortcut())
                        .contextWrite(Subscription.context(exchange)));
    }
}
