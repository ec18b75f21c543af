package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import io.kvkit.spring.web.RecordedHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A WebFlux response that holds its body back if a completion waits for it when it begins, and discards it if a
 * recorded response replaces it.
 */
final class HeldServerResponse extends ServerHttpResponseDecorator {

    private final ReactiveExchange exchange;
    private final CommitActions actions;

    HeldServerResponse(ServerHttpResponse raw, ReactiveExchange exchange) {
        super(raw);
        this.exchange = exchange;
        this.actions = new CommitActions(raw);
    }

    @Override
    public void beforeCommit(Supplier<? extends Mono<Void>> action) {
        actions.add(action);
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        if (exchange.replay() != null) {
            return discard(body).then(replay());
        }
        // A body that is already a value cannot lead into a handler that attaches a completion.
        boolean present = body instanceof Callable;
        return getDelegate().writeWith(present && !exchange.hasPending() ? body : Flux.defer(() -> recorded(body)));
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        if (exchange.replay() != null) {
            return discard(Flux.from(body).concatMap(part -> part)).then(replay());
        }
        // A stream cannot be recorded. It has ended before a client can repeat the request.
        return getDelegate()
                .writeAndFlushWith(body)
                .then(Mono.defer(() -> exchange.hasPending() ? close(tooLarge()) : Mono.empty()));
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.defer(() -> {
            if (exchange.replay() != null) {
                return replay();
            }
            return closed(new byte[0]).then(Mono.defer(getDelegate()::setComplete));
        });
    }

    /** Answers with the recorded response and discards the body. */
    Mono<Void> replay() {
        RecordedResponse recorded = exchange.replay();
        ServerHttpResponse raw = getDelegate();
        if (recorded == null || raw.isCommitted()) {
            return Mono.empty();
        }
        HttpHeaders headers = raw.getHeaders();
        List.copyOf(headers.headerNames()).stream()
                .filter(name -> isOfTheHandler(name, headers))
                .forEach(headers::remove);
        headers.clearContentHeaders();
        recorded.headers().forEach(header -> headers.remove(header.name()));
        recorded.headers().forEach(header -> headers.add(header.name(), header.value()));
        headers.set(RecordedHeaders.REPLAYED, "true");
        raw.setStatusCode(HttpStatusCode.valueOf(recorded.status()));
        return recorded.body().length == 0 ? raw.setComplete() : raw.writeWith(Mono.just(whole(recorded.body())));
    }

    private Flux<DataBuffer> recorded(Publisher<? extends DataBuffer> body) {
        HeldBuffers held = new HeldBuffers(exchange::hasPending);
        return Flux.from(body)
                .concatMap(buffer -> held.isOpen() ? Mono.<DataBuffer>just(buffer) : offered(held, buffer))
                .concatWith(Flux.defer(() -> held.isOpen() ? Flux.empty() : rest(held.toByteArray())));
    }

    private Flux<DataBuffer> offered(HeldBuffers held, DataBuffer buffer) {
        Flux<DataBuffer> out = Flux.fromIterable(held.offer(bytes(buffer))).map(bufferFactory()::wrap);
        return held.isOpen()
                ? actions.run().then(Mono.defer(() -> close(tooLarge()))).thenMany(out)
                : out;
    }

    private Flux<DataBuffer> rest(byte[] body) {
        return closed(body).thenMany(Flux.defer(() -> body.length == 0 ? Flux.empty() : Flux.just(whole(body))));
    }

    private Mono<Void> closed(byte[] body) {
        return exchange.hasPending()
                ? actions.run().then(Mono.defer(() -> close(RecordedResponse.of(status(), headers(), body))))
                : Mono.empty();
    }

    // The request's cancellation does not cancel this: the handler did its work.
    private Mono<Void> close(RecordedResponse response) {
        return Mono.fromCompletionStage(() -> exchange.close(response)).then();
    }

    private RecordedResponse tooLarge() {
        return RecordedResponse.notRetained(status(), getHeaders().getFirst(HttpHeaders.LOCATION));
    }

    private DataBuffer whole(byte[] body) {
        getHeaders().setContentLength(body.length);
        return bufferFactory().wrap(body);
    }

    private int status() {
        HttpStatusCode status = getStatusCode();
        return status == null ? 200 : status.value();
    }

    // Headers of outer filters belong to this request; a replay gets its own from them.
    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        getHeaders().forEach((name, values) -> {
            if (exchange.rules().recorded().keeps(name)
                    && !values.equals(exchange.headersBefore().get(name))) {
                values.forEach(value -> headers.add(new Header(name, value)));
            }
        });
        return headers;
    }

    private boolean isOfTheHandler(String name, HttpHeaders headers) {
        return exchange.rules().recorded().keeps(name)
                && !Objects.equals(headers.get(name), exchange.headersBefore().get(name));
    }

    private static Mono<Void> discard(Publisher<? extends DataBuffer> body) {
        return Flux.from(body)
                .doOnNext(DataBufferUtils::release)
                .onErrorComplete()
                .then();
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
