package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** WebFlux handlers that write their answers themselves, and so before they have ended. */
@RestController
class WritingAnswers {

    private final AtomicInteger executed = new AtomicInteger();

    int executed() {
        return executed.get();
    }

    private Mono<Void> write(ServerHttpResponse response, int status) {
        response.setStatusCode(HttpStatusCode.valueOf(status));
        byte[] run = ("run " + executed.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(run)));
    }

    @Idempotent(name = "written")
    @PostMapping("/written")
    public Mono<Void> written(@RequestParam int status, ServerHttpResponse response) {
        return write(response, status);
    }

    @Idempotent(name = "written-later")
    @PostMapping("/written-later")
    public Mono<Void> writtenLater(@RequestParam int status, ServerWebExchange web) {
        return Mono.defer(() -> write(web.getResponse(), status));
    }

    @Idempotent(name = "written-future")
    @PostMapping("/written-future")
    public CompletableFuture<Void> writtenFuture(@RequestParam int status, ServerHttpResponse response) {
        return write(response, status).toFuture();
    }

    @Idempotent(name = "flushed")
    @PostMapping("/flushed")
    public Mono<Void> flushed(@RequestParam int status, ServerHttpResponse response) {
        response.setStatusCode(HttpStatusCode.valueOf(status));
        executed.incrementAndGet();
        return response.writeAndFlushWith(
                Flux.just(Flux.just(response.bufferFactory().wrap(new byte[1]))));
    }

    @Idempotent(name = "at-commit")
    @PostMapping("/at-commit")
    public Mono<String> atCommit(@RequestParam int status, ServerHttpResponse response) {
        response.beforeCommit(() -> Mono.fromRunnable(() -> {
            response.setStatusCode(HttpStatusCode.valueOf(status));
            response.getHeaders().add("X-Late", "late");
        }));
        return Mono.fromSupplier(() -> "run " + executed.incrementAndGet());
    }

    @Idempotent(name = "failing-commit")
    @PostMapping("/failing-commit")
    public Mono<String> failingCommit(ServerHttpResponse response) {
        response.beforeCommit(() -> Mono.error(new IllegalStateException("the session is lost")));
        return Mono.fromSupplier(() -> "run " + executed.incrementAndGet());
    }

    @Idempotent(name = "completed")
    @PostMapping("/completed")
    public Mono<Void> completed(@RequestParam int status, ServerHttpResponse response) {
        executed.incrementAndGet();
        response.setStatusCode(HttpStatusCode.valueOf(status));
        return response.setComplete();
    }

    @DedupeEvent(name = "event-written", key = "#p0")
    @PostMapping("/event-written")
    public Mono<Void> eventWritten(
            @RequestHeader("Idempotency-Key") String id, @RequestParam int status, ServerHttpResponse response) {
        return written(status, response);
    }

    @DedupeEvent(name = "event-written-later", key = "#p0")
    @PostMapping("/event-written-later")
    public Mono<Void> eventWrittenLater(
            @RequestHeader("Idempotency-Key") String id, @RequestParam int status, ServerHttpResponse response) {
        return Mono.defer(() -> write(response, status));
    }

    @DedupeEvent(name = "event-written-future", key = "#p0")
    @PostMapping("/event-written-future")
    public CompletableFuture<Void> eventWrittenFuture(
            @RequestHeader("Idempotency-Key") String id, @RequestParam int status, ServerHttpResponse response) {
        return written(status, response).toFuture();
    }

    @DedupeEvent(name = "event-flushed", key = "#p0")
    @PostMapping("/event-flushed")
    public Mono<Void> eventFlushed(
            @RequestHeader("Idempotency-Key") String id, @RequestParam int status, ServerHttpResponse response) {
        return flushed(status, response);
    }

    @DedupeEvent(name = "event-completed", key = "#p0")
    @PostMapping("/event-completed")
    public Mono<Void> eventCompleted(
            @RequestHeader("Idempotency-Key") String id, @RequestParam int status, ServerHttpResponse response) {
        return completed(status, response);
    }

    @DedupeEvent(name = "event-failing", key = "#p0")
    @PostMapping("/event-failing")
    public Mono<Void> eventFailing(
            @RequestHeader("Idempotency-Key") String id, @RequestParam int status, ServerHttpResponse response) {
        return write(response, status).then(Mono.error(new IllegalStateException("after the answer")));
    }
}
