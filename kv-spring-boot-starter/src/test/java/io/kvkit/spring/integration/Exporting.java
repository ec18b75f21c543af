package io.kvkit.spring.integration;

import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Algorithm;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Handlers of which one call runs at a time. Their work begins after their return, and ends when the gate is opened. */
final class Exporting {

    static final String NAME = "exporting";
    static final String KEY = "k";

    static final Semaphore BEGUN = new Semaphore(0);
    private static volatile CompletableFuture<String> gate = new CompletableFuture<>();

    private Exporting() {}

    static void close() {
        gate = new CompletableFuture<>();
        BEGUN.drainPermits();
    }

    static void open() {
        gate.complete("exported");
    }

    private static CompletableFuture<String> begin() {
        BEGUN.release();
        return gate;
    }

    /** On both stacks. */
    @RestController
    static class Anywhere {

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/stage")
        public CompletableFuture<String> stage() {
            return begin().thenApply(done -> done);
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/mono")
        public Mono<String> mono() {
            return Mono.fromFuture(begin(), true);
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/flux")
        public Flux<String> flux() {
            return Flux.just("a").concatWith(Mono.fromFuture(begin(), true));
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping(path = "/ticks", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        public Flux<String> ticks() {
            return Flux.interval(Duration.ofMillis(10))
                    .onBackpressureDrop()
                    .map(String::valueOf)
                    .doOnSubscribe(begun -> begin());
        }
    }

    /** On Spring MVC. */
    @RestController
    static class OnServlets {

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/callable")
        public Callable<String> callable() {
            return () -> begin().join();
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/task")
        public WebAsyncTask<String> task() {
            return new WebAsyncTask<>(() -> begin().join());
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/deferred")
        public DeferredResult<String> deferred() {
            DeferredResult<String> later = new DeferredResult<>();
            begin().thenAccept(later::setResult);
            return later;
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/body")
        public StreamingResponseBody body() {
            return out -> write(out, begin().join());
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/entity")
        public ResponseEntity<StreamingResponseBody> entity() {
            return ResponseEntity.ok(out -> write(out, begin().join()));
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/emitter")
        public ResponseBodyEmitter emitter() {
            ResponseBodyEmitter emitter = new ResponseBodyEmitter();
            begin().thenAccept(done -> emitter.complete());
            return emitter;
        }

        @RateLimited(name = NAME, key = "'" + KEY + "'", limit = 1, algorithm = Algorithm.CONCURRENCY)
        @GetMapping("/endless")
        public StreamingResponseBody endless() {
            return out -> {
                begin();
                while (!gate.isDone()) {
                    write(out, "x".repeat(1_000));
                }
            };
        }

        private static void write(OutputStream out, String text) throws IOException {
            out.write(text.getBytes());
            out.flush();
        }
    }
}
