package io.kvkit.spring.web.reactive;

import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.ReplayException;
import io.kvkit.spring.web.Answers;
import io.kvkit.spring.web.DomainException;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.LimitResults;
import io.kvkit.spring.web.TestGuard;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Handlers of every kind for Spring WebFlux, each guarded by hand. */
@RestController
class WebFluxTestApp {

    @ResponseStatus(HttpStatus.GONE)
    static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Catches what it should not; a replay must not be caught. */
    @RestControllerAdvice
    static class CatchAll {

        @ExceptionHandler(DomainException.class)
        ResponseEntity<Map<String, Object>> domain(DomainException failure) {
            return ResponseEntity.unprocessableContent()
                    .body(Map.of("error", failure.getMessage(), "at", System.nanoTime()));
        }

        @ExceptionHandler(ReplayException.class)
        ResponseEntity<String> replay(ReplayException failure) {
            return ResponseEntity.internalServerError().body("caught " + failure);
        }
    }

    /** Catches a replay where nothing can go ahead of it. */
    @RestController
    static class Catching {

        private final WebFluxTestApp app;

        Catching(WebFluxTestApp app) {
            this.app = app;
        }

        @PostMapping("/caught-here")
        Mono<String> caughtHere() {
            return app.guarded(() -> "ran " + System.nanoTime());
        }

        @ExceptionHandler(Exception.class)
        ResponseEntity<String> all(Exception failure) {
            return ResponseEntity.internalServerError()
                    .header("X-Caught", "yes")
                    .body("caught " + failure);
        }
    }

    final TestGuard guard = new TestGuard();
    final CompletableFuture<Void> slowEntered = new CompletableFuture<>();
    final CompletableFuture<String> slow = new CompletableFuture<>();

    private <T> Mono<T> guarded(Supplier<T> handler) {
        return entered().then(Mono.fromSupplier(handler));
    }

    private Mono<Void> entered() {
        return exchange().doOnNext(guard::enter).then();
    }

    private static Mono<Exchange> exchange() {
        return Mono.deferContextual(context -> Mono.just(context.get(Exchange.KEY)));
    }

    @PostMapping("/json")
    Mono<Answers.Order> json() {
        return guarded(Answers::order);
    }

    @PostMapping("/entity")
    Mono<ResponseEntity<Answers.Order>> entity() {
        return guarded(Answers::created);
    }

    @PostMapping("/text")
    Mono<String> text() {
        return guarded(() -> "Grüße " + System.nanoTime());
    }

    @PostMapping("/bytes")
    Mono<byte[]> bytes() {
        return guarded(() -> Answers.random(100_000));
    }

    @PostMapping("/nothing")
    Mono<Void> nothing() {
        return entered();
    }

    @PostMapping("/no-content")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> noContent() {
        return entered();
    }

    @PostMapping("/future")
    CompletableFuture<ResponseEntity<Answers.Order>> future(ServerWebExchange web) {
        guard.enter(web.getRequiredAttribute(Exchange.KEY));
        return CompletableFuture.supplyAsync(Answers::created);
    }

    @PostMapping("/plain")
    String plain(ServerWebExchange web) {
        guard.enter(web.getRequiredAttribute(Exchange.KEY));
        return "plain " + System.nanoTime();
    }

    @PostMapping("/gzip")
    Mono<ResponseEntity<byte[]>> gzip() {
        return guarded(Answers::gzip);
    }

    @PostMapping("/problem")
    Mono<ProblemDetail> problem() {
        return guarded(() -> ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, "" + System.nanoTime()));
    }

    @PostMapping("/handled")
    Mono<String> handled() {
        return guarded(() -> {
            throw new DomainException("no such thing " + System.nanoTime());
        });
    }

    @PostMapping("/status-exception")
    Mono<String> statusException() {
        return guarded(() -> {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "nothing there");
        });
    }

    @PostMapping("/async-status-exception")
    Mono<String> asyncStatusException() {
        return entered()
                .then(Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> {
                    throw new ResponseStatusException(HttpStatus.CONFLICT, "taken");
                })));
    }

    @PostMapping("/annotated-exception")
    Mono<String> annotatedException() {
        return guarded(() -> {
            throw new GoneException();
        });
    }

    @PostMapping("/redirect")
    Mono<ResponseEntity<Void>> redirect() {
        return guarded(() -> ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/orders/1?at=" + System.nanoTime()))
                .build());
    }

    @PostMapping("/many")
    Flux<Answers.Order> many() {
        return entered().thenMany(Flux.range(0, 3).map(i -> Answers.order()));
    }

    @PostMapping("/exactly-full")
    Mono<byte[]> exactlyFull() {
        return guarded(() -> Answers.random(1 << 20));
    }

    @PostMapping("/form")
    Mono<String> form(@RequestParam List<String> a, Form form) {
        return exchange().doOnNext(guard::enter).map(exchange -> a + form.b() + System.nanoTime());
    }

    record Form(String b) {}

    @PostMapping("/body")
    Mono<String> body(@RequestBody Answers.Order order) {
        return guarded(() -> order.name() + System.nanoTime());
    }

    @PostMapping("/status/{status}")
    Mono<ResponseEntity<String>> status(@PathVariable int status) {
        return guarded(() -> ResponseEntity.status(status).body("no"));
    }

    @PostMapping("/failure")
    Mono<String> failure() {
        return guarded(() -> {
            throw new IllegalStateException("broken");
        });
    }

    @PostMapping("/busy")
    Mono<String> busy() {
        return guarded(() -> {
            throw new IdempotencyInProgressException(Duration.ofSeconds(3));
        });
    }

    @PostMapping("/large")
    Mono<ResponseEntity<byte[]>> large() {
        return guarded(() -> ResponseEntity.status(201)
                .header("Location", "/orders/large")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(Answers.random((1 << 20) + 1)));
    }

    @PostMapping("/large-parts")
    Mono<Void> largeParts(ServerHttpResponse response) {
        Flux<DataBuffer> parts = Flux.range(0, 17)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(Answers.random(i < 16 ? 1 << 16 : 1)));
        return entered().then(Mono.defer(() -> {
            response.setStatusCode(HttpStatus.CREATED);
            response.getHeaders().setLocation(URI.create("/orders/large"));
            return response.writeWith(parts);
        }));
    }

    @PostMapping("/events")
    Flux<ServerSentEvent<String>> events() {
        return entered()
                .thenMany(Flux.just("one", "two"))
                .map(data -> ServerSentEvent.builder(data).build());
    }

    @PostMapping("/slow")
    Mono<String> slow() {
        return entered().then(Mono.fromFuture(() -> {
            slowEntered.complete(null);
            return slow;
        }));
    }

    @PostMapping("/facts/{id}")
    Mono<String> facts(@PathVariable String id) {
        return exchange().map(Facts::of);
    }

    @PostMapping("/limited")
    Mono<String> limited(@RequestParam boolean granted) {
        RateLimitResult result =
                granted ? LimitResults.granted("quotes", 4) : LimitResults.refused("quotes", Duration.ofMillis(1_200));
        return exchange().doOnNext(exchange -> exchange.report(result)).map(exchange -> {
            if (!granted) {
                throw new RateLimitExceededException(result);
            }
            return "ok";
        });
    }
}
