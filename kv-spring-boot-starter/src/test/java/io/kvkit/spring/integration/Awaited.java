package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers whose duplicates wait for the first call, which ends when a test says so. */
@RestController
class Awaited {

    private final AtomicInteger executed = new AtomicInteger();
    private volatile CompletableFuture<String> end = new CompletableFuture<>();

    int executed() {
        return executed.get();
    }

    void renew() {
        end = new CompletableFuture<>();
    }

    void end() {
        end.complete("paid");
    }

    private CompletableFuture<String> begin() {
        int run = executed.incrementAndGet();
        return end.thenApply(paid -> paid + " " + run);
    }

    @Idempotent(name = "awaited-stage", inProgress = Idempotent.InProgress.WAIT, lease = "60s")
    @PostMapping("/awaited-stage")
    public CompletableFuture<String> stage() {
        return begin();
    }

    @Idempotent(name = "awaited-mono", inProgress = Idempotent.InProgress.WAIT, lease = "60s")
    @PostMapping("/awaited-mono")
    public Mono<String> mono() {
        return Mono.fromFuture(this::begin, true);
    }

    @DedupeEvent(
            name = "awaited-event",
            key = "#id",
            inProgress = DedupeEvent.InProgress.WAIT,
            lease = "60s",
            duplicateResult = "'duplicate'")
    @PostMapping("/awaited-event")
    public Mono<String> event(@RequestParam String id) {
        return Mono.fromFuture(this::begin, true);
    }

    @GetMapping("/other")
    public String other() {
        return "other";
    }
}
