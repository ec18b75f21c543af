package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers whose dry runs, or whose runs by the user "batch", are exempt. */
@RestController
@RequestMapping("/exempt")
class Exempt {

    private static final String WET = "#client.header('X-Dry') == null";

    private final AtomicInteger calls = new AtomicInteger();

    private String call() {
        return "call " + calls.incrementAndGet();
    }

    @Idempotent(name = "exempt-pay", condition = WET)
    @PostMapping("/pay")
    public String pay(@RequestBody String body) {
        return call();
    }

    @Idempotent(name = "exempt-pay-mono", condition = WET)
    @PostMapping("/pay-mono")
    public Mono<String> payMono(@RequestBody String body) {
        return Mono.fromSupplier(this::call);
    }

    @DedupeEvent(name = "exempt-event", preset = DedupeEvent.Preset.GITHUB, condition = WET)
    @PostMapping("/event")
    public String event(@RequestBody String body) {
        return call();
    }

    @RateLimited(name = "exempt-limit", limit = 1, window = "10d", condition = "#client.principal != 'batch'")
    @PostMapping("/limit")
    public Mono<String> limit() {
        return Mono.fromSupplier(this::call);
    }
}
