package io.kvkit.spring.integration;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers and methods whose expressions fail for short texts, or whose results cannot be kept. */
@RestController
class Fragile {

    /** What cannot be written as JSON: it holds itself. */
    public static final class Endless {

        public Endless getSelf() {
            return this;
        }
    }

    /** Results that only fail when they are kept. */
    static class Service {

        private final AtomicInteger ran = new AtomicInteger();

        int ran() {
            return ran.get();
        }

        @Cached(name = "endless", key = "#id")
        public Endless cached(String id) {
            ran.incrementAndGet();
            return new Endless();
        }

        @Idempotent(name = "endless", key = "#id")
        public Endless once(String id) {
            ran.incrementAndGet();
            return new Endless();
        }

        @Idempotent(name = "endless-mono", key = "#id")
        public Mono<Endless> onceMono(String id) {
            return Mono.fromSupplier(() -> once(id));
        }
    }

    private final AtomicInteger ran = new AtomicInteger();

    int ran() {
        return ran.get();
    }

    @Cached(name = "cached", key = "#id.substring(3)")
    @GetMapping("/cached")
    public String cached(@RequestParam String id) {
        return id + ran.incrementAndGet();
    }

    @Cached(name = "unless", key = "#id", unless = "#result.substring(3) == 'x'")
    @GetMapping("/unless")
    public Mono<String> unless(@RequestParam String id) {
        return Mono.fromSupplier(() -> {
            ran.incrementAndGet();
            return id;
        });
    }

    @CacheInvalidate(name = "cached", key = "#id.substring(3)")
    @PostMapping("/invalidate")
    public String invalidate(@RequestParam String id) {
        return id + ran.incrementAndGet();
    }

    @CacheUpdate(name = "cached", key = "#result.substring(3)")
    @PostMapping("/update")
    public Mono<String> update(@RequestParam String id) {
        return Mono.fromSupplier(() -> {
            ran.incrementAndGet();
            return id;
        });
    }

    @RateLimited(name = "limited", key = "#id.substring(3)", limit = 1, window = "1h")
    @GetMapping("/limited")
    public Mono<String> limited(@RequestParam String id) {
        return Mono.fromSupplier(() -> id + ran.incrementAndGet());
    }

    @Idempotent(name = "pay", fingerprint = "#id.substring(3)")
    @PostMapping("/pay")
    public String pay(@RequestParam String id) {
        return id + ran.incrementAndGet();
    }

    @DedupeEvent(name = "hook", key = "#id.substring(3)")
    @PostMapping("/hook")
    public Mono<String> hook(@RequestParam String id) {
        return Mono.fromSupplier(() -> id + ran.incrementAndGet());
    }

    @DedupeEvent(name = "duplicate", key = "#id", duplicateResult = "#id.substring(3)")
    @PostMapping("/duplicate")
    public String duplicate(@RequestParam String id) {
        return id + ran.incrementAndGet();
    }
}
