package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers with limits of every kind. */
@RestController
class Limited {

    /** All its handlers share one limit. */
    @RestController
    @RateLimited(name = "of-class", limit = 2, window = "1h")
    static class OfClass {

        @GetMapping("/of-class/one")
        public String one() {
            return "one";
        }

        @GetMapping("/of-class/two")
        public Mono<String> two() {
            return Mono.just("two");
        }
    }

    private final AtomicInteger paid = new AtomicInteger();

    @RateLimited(name = "plain", limit = 2, window = "1h")
    @GetMapping("/plain")
    public String plain() {
        return "let in";
    }

    @RateLimited(name = "future", limit = 2, window = "1h")
    @GetMapping("/future")
    public CompletableFuture<String> future() {
        return CompletableFuture.supplyAsync(() -> "let in");
    }

    @RateLimited(name = "mono", limit = 2, window = "1h")
    @GetMapping("/mono")
    public Mono<String> mono() {
        return Mono.just("let in");
    }

    @RateLimited(name = "by-ip", limit = 2, window = "1h")
    @GetMapping("/by-ip")
    public String byIp() {
        return "let in";
    }

    @RateLimited(name = "by-name", key = "#name", limit = 1, window = "1h")
    @GetMapping("/by-name")
    public String byName(@RequestParam(required = false) String name) {
        return "let in";
    }

    @RateLimited(name = "by-header", key = "#client.header('X-Api-Key')", limit = 1, window = "1h")
    @GetMapping("/by-header")
    public Mono<String> byHeader() {
        return Mono.just("let in");
    }

    @RateLimited(name = "by-code", key = "#code.substring(5)", limit = 100, window = "1h")
    @GetMapping("/by-code")
    public String byCode(@RequestParam String code) {
        return "let in";
    }

    @RateLimited(name = "by-pages", key = "#who", limit = 2, window = "1h", cost = "#pages")
    @GetMapping("/by-pages")
    public Mono<String> byPages(@RequestParam String who, @RequestParam int pages) {
        return Mono.just("let in");
    }

    @RateLimited(name = "of-user", limit = 10, window = "1h")
    @RateLimited(name = "of-book", key = "#book", limit = 1, window = "1h")
    @GetMapping("/several")
    public String several(@RequestParam String book) {
        return "let in";
    }

    @RateLimited(name = "payers", limit = 2, window = "1h")
    @Idempotent(name = "payments")
    @PostMapping("/pay-future")
    public CompletableFuture<String> payFuture() {
        return CompletableFuture.completedFuture("paid " + paid.incrementAndGet());
    }

    @RateLimited(name = "mono-payers", limit = 2, window = "1h")
    @Idempotent(name = "mono-payments")
    @PostMapping("/pay-mono")
    public Mono<String> payMono() {
        return Mono.fromSupplier(() -> "paid " + paid.incrementAndGet());
    }
}
