package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.web.ExchangeRules;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Makes the exchange available to guards through the Reactor Context, and passes the response to their completions
 * before it is sent.
 *
 * <p>It is the innermost filter, so that recorded and replayed responses pass the same filters. A client that
 * disconnects does not cancel a handler whose outcome will be recorded.
 */
public final class KvWebFilter implements WebFilter, Ordered {

    private final ExchangeRules rules;
    private final FinalErrors errors;
    private final FormReaders forms;

    /**
     * Creates the filter.
     *
     * @param rules the rules for reading and answering requests
     * @param handlers render errors that no handler maps, so that final ones are recorded as they are sent
     * @param codecs read forms from held bodies
     */
    public KvWebFilter(
            ExchangeRules rules, ObjectProvider<WebExceptionHandler> handlers, ServerCodecConfigurer codecs) {
        this.rules = rules;
        this.errors = new FinalErrors(handlers);
        this.forms = new FormReaders(codecs);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange web, WebFilterChain chain) {
        return Identity.of(web)
                .flatMap(identity -> filter(web, chain, new ReactiveExchange(web, rules, identity, forms)));
    }

    private Mono<Void> filter(ServerWebExchange web, WebFilterChain chain, ReactiveExchange exchange) {
        web.getAttributes().put(Exchange.KEY, exchange);
        HeldServerResponse held = new HeldServerResponse(web.getResponse(), exchange);
        HeldServerWebExchange inner = new HeldServerWebExchange(web, exchange, held);
        Mono<Void> answered = chain.filter(inner)
                .onErrorResume(failure -> failed(inner, held, exchange, failure))
                .then(Mono.defer(() -> end(held, exchange)))
                .doOnTerminate(exchange::over)
                .doFinally(end -> exchange.forms().deleteFiles().subscribe());
        return surviving(answered, exchange).contextWrite(context -> context.put(Exchange.KEY, exchange));
    }

    private Mono<Void> failed(
            ServerWebExchange web, HeldServerResponse held, ReactiveExchange exchange, Throwable failure) {
        if (exchange.replay() != null) {
            return held.replay();
        }
        if (!exchange.hasPending()) {
            return Mono.error(failure);
        }
        exchange.failed(failure);
        Mono<Void> abandoned = Mono.defer(
                () -> Mono.fromCompletionStage(exchange.abandon(failure)).then(Mono.error(failure)));
        return errors.areFinal(failure) ? errors.render(web, failure).onErrorResume(lost -> abandoned) : abandoned;
    }

    // A handler may end without a response; the server then completes the outer response.
    private static Mono<Void> end(HeldServerResponse held, ReactiveExchange exchange) {
        return exchange.hasPending() || exchange.replay() != null ? held.setComplete() : Mono.empty();
    }

    private static Mono<Void> surviving(Mono<Void> answered, ReactiveExchange exchange) {
        return Mono.create(sink -> {
            Disposable running = Exchanges.handling(
                    exchange,
                    () -> answered.subscribe(null, sink::error, sink::success, Context.of(sink.contextView())));
            sink.onCancel(() -> {
                if (exchange.endIfIdle()) {
                    running.dispose();
                }
            });
        });
    }
}
