package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Handlers of the kinds that only WebFlux has, each with the number of its run. */
@RestController
@RequestMapping("/own")
class ShapesOfWebFlux {

    /** Adds a header to all responses. */
    static final class Adding implements WebFilter {

        @Override
        public Mono<Void> filter(ServerWebExchange web, WebFilterChain chain) {
            web.getResponse().getHeaders().add("X-Filter", "1");
            return chain.filter(web);
        }
    }

    private final AtomicInteger runs = new AtomicInteger();

    int runs() {
        return runs.get();
    }

    private Flux<DataBuffer> ran(ServerHttpResponse response) {
        return Flux.just("run ", "" + runs.incrementAndGet())
                .map(text -> response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Idempotent(name = "o-written")
    @PostMapping("/written")
    public Mono<Void> written(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.ACCEPTED);
        response.addCookie(ResponseCookie.from("session", "secret").build());
        response.getHeaders().addAll("X-Own", List.of("a", "b"));
        return response.writeWith(Flux.defer(() -> ran(response)));
    }

    @Idempotent(name = "o-completed")
    @PostMapping("/completed")
    public Mono<Void> completed(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.SEE_OTHER);
        response.getHeaders().setLocation(URI.create("/at?run=" + runs.incrementAndGet()));
        return response.setComplete();
    }
}
