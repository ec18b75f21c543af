package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Payments that end when a test says so, and count how often each order was paid. */
@RestController
class DifficultClients {

    private final ConcurrentMap<String, AtomicInteger> paid = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

    int paid(String order) {
        return paid.getOrDefault(order, new AtomicInteger()).get();
    }

    /** Keeps the payments that begin from now on running, until the future is completed. */
    CompletableFuture<Void> hold() {
        end = new CompletableFuture<>();
        return end;
    }

    private CompletableFuture<String> pay(String order) {
        int number = paid.computeIfAbsent(order, first -> new AtomicInteger()).incrementAndGet();
        return end.thenApply(now -> "paid " + order + " " + number);
    }

    @Idempotent(name = "difficult-stage")
    @PostMapping("/difficult-stage")
    public CompletableFuture<String> stage(@RequestBody String order) {
        return pay(order);
    }

    @Idempotent(name = "difficult-mono")
    @PostMapping("/difficult-mono")
    public Mono<String> mono(@RequestBody String order) {
        return Mono.fromFuture(() -> pay(order), true);
    }
}
