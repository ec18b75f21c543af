package io.kvkit.spring.intercept;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.type.LaterTypes;
import io.kvkit.spring.operation.type.ReturnKind;
import java.lang.reflect.Type;
import java.util.Objects;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/** Runs the guarded calls of methods whose type Spring adapts to a {@code Mono}, such as RxJava's {@code Single}. */
final class AdaptedMethodDriver implements MethodDriver, MethodKind {

    @Override
    public String name() {
        return "ADAPTED";
    }

    @Override
    public boolean takes(Class<?> declared) {
        return LaterTypes.toOne(declared) != null;
    }

    @Override
    public Type value(Type declared) {
        ReactiveAdapter adapter = declared instanceof Class<?> raw ? LaterTypes.toOne(raw) : null;
        return adapter != null && adapter.isNoValue() ? Void.class : ReturnKind.argument(declared);
    }

    @Override
    public boolean isNeverEmpty(Class<?> declared) {
        ReactiveAdapter adapter = LaterTypes.toOne(declared);
        return adapter != null && !adapter.supportsEmpty();
    }

    @Override
    public MethodDriver driver(PlainDriver plain, StageDriver stage) {
        return this;
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
