package io.kvkit.spring.integration;

import io.kvkit.KvClient;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A handler per annotation and failure policy; each says how many handlers ran so far. */
@RestController
class Guarded {

    private final AtomicInteger ran = new AtomicInteger();
    private final KvClient client;

    Guarded(KvClient client) {
        this.client = client;
    }

    int ran() {
        return ran.get();
    }

    private String run() {
        return "ran " + ran.incrementAndGet();
    }

    @Cached(name = "cached", key = "#id")
    @GetMapping("/cached/{id}")
    public Mono<String> cached(@PathVariable String id) {
        return Mono.fromSupplier(this::run);
    }

    @RateLimited(name = "limited", limit = 2, window = "1h")
    @GetMapping("/limited")
    public String limited() {
        return run();
    }

    @RateLimited(name = "limited-closed", limit = 2, window = "1h", onStoreFailure = RateLimited.StoreFailure.CLOSED)
    @GetMapping("/limited-closed")
    public String limitedClosed() {
        return run();
    }

    @RateLimited(name = "limited-open", limit = 2, window = "1h", onStoreFailure = RateLimited.StoreFailure.OPEN)
    @GetMapping("/limited-open")
    public Mono<String> limitedOpen() {
        return Mono.fromSupplier(this::run);
    }

    @Idempotent(name = "pay")
    @PostMapping("/pay")
    public String pay() {
        return run();
    }

    @Idempotent(name = "pay-proceed", onStoreFailure = Idempotent.StoreFailure.PROCEED)
    @PostMapping("/pay-proceed")
    public Mono<String> payProceed() {
        return Mono.fromSupplier(this::run);
    }

    @DedupeEvent(name = "hook", key = "#id")
    @PostMapping("/hook/{id}")
    public String hook(@PathVariable String id) {
        return run();
    }

    @DedupeEvent(name = "hook-proceed", key = "#id", onStoreFailure = DedupeEvent.StoreFailure.PROCEED)
    @PostMapping("/hook-proceed/{id}")
    public String hookProceed(@PathVariable String id) {
        return run();
    }

    /** Uses the store by itself. */
    @GetMapping("/direct/{id}")
    public String direct(@PathVariable String id) {
        client.set(id, new byte[] {1}, Duration.ofMinutes(1));
        return run();
    }
}
