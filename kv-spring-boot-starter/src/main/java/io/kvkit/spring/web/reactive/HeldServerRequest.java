package io.kvkit.spring.web.reactive;

import io.kvkit.spring.exchange.RequestTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A WebFlux request whose body can be held, so that the handler can read it after the comparison. */
final class HeldServerRequest extends ServerHttpRequestDecorator {

    private final ReactiveExchange exchange;
    private volatile byte @Nullable [] held;

    HeldServerRequest(ServerHttpRequest raw, ReactiveExchange exchange) {
        super(raw);
        this.exchange = exchange;
    }

    /** Reads the body and holds it; empty if other code has read it. */
    Mono<byte[]> hold(long limit) {
        int most = (int) Math.min(limit, Integer.MAX_VALUE - 8);
        return DataBufferUtils.join(getDelegate().getBody(), most)
                .map(HeldServerRequest::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, above -> new RequestTooLargeException(limit))
                .onErrorResume(IllegalStateException.class, readByOthers -> Mono.empty())
                .filter(bytes -> bytes.length > 0 || getHeaders().getContentLength() <= 0)
                .doOnNext(bytes -> held = bytes);
    }

    boolean isHeld() {
        return held != null;
    }

    /** Returns the bytes of the body; null if they are not held. */
    byte @Nullable [] bytes() {
        return held;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        byte[] bytes = held;
        Flux<DataBuffer> body = bytes == null ? getDelegate().getBody() : Flux.defer(() -> body(bytes));
        return body.transform(HandlingSignals.of(exchange));
    }

    private static Flux<DataBuffer> body(byte[] bytes) {
        return bytes.length == 0 ? Flux.empty() : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
