package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Delivers the signals from which a handler's arguments are created, so that a handler called by one of them finds its
 * exchange.
 */
final class HandlingSignals<T> implements CoreSubscriber<T> {

    private final CoreSubscriber<? super T> arguments;
    private final Exchange exchange;

    private HandlingSignals(CoreSubscriber<? super T> arguments, Exchange exchange) {
        this.arguments = arguments;
        this.exchange = exchange;
    }

    /** Returns a function for {@code transform} of a publisher. */
    static <T> Function<Publisher<T>, Publisher<T>> of(Exchange exchange) {
        return Operators.<T, T>lift((publisher, subscriber) -> new HandlingSignals<>(subscriber, exchange))::apply;
    }

    @Override
    public Context currentContext() {
        return arguments.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        handling(() -> arguments.onSubscribe(subscription));
    }

    @Override
    public void onNext(T value) {
        handling(() -> arguments.onNext(value));
    }

    @Override
    public void onError(Throwable failure) {
        handling(() -> arguments.onError(failure));
    }

    @Override
    public void onComplete() {
        handling(arguments::onComplete);
    }

    private void handling(Runnable signal) {
        Exchanges.handling(exchange, () -> {
            signal.run();
            return true;
        });
    }
}
