package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers of events. */
@RestController
class Hooks {

    /** What happened, and whether handling it fails. */
    record Event(String id, boolean fail) {}

    private final AtomicInteger handled = new AtomicInteger();
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    int handled() {
        return handled.get();
    }

    void openGate() {
        gate.complete(null);
    }

    private Map<String, String> handle(Event event) {
        handled.incrementAndGet();
        if (event.fail()) {
            throw new IllegalStateException("not handled");
        }
        return Map.of("status", "processed");
    }

    @DedupeEvent(name = "plain", key = "#event.id", duplicateResult = "{status: 'duplicate'}")
    @PostMapping("/plain")
    public Map<String, String> plain(@RequestBody Event event) {
        return handle(event);
    }

    @DedupeEvent(name = "future", key = "#event.id", duplicateResult = "{status: 'duplicate'}")
    @PostMapping("/future")
    public CompletableFuture<Map<String, String>> future(@RequestBody Event event) {
        return CompletableFuture.supplyAsync(() -> handle(event));
    }

    @DedupeEvent(name = "mono", key = "#event.id", duplicateResult = "{status: 'duplicate'}")
    @PostMapping("/mono")
    public Mono<Map<String, String>> mono(@RequestBody Event event) {
        return Mono.fromSupplier(() -> handle(event));
    }

    @DedupeEvent(name = "gated", key = "#event.id")
    @PostMapping("/gated")
    public CompletableFuture<String> gated(@RequestBody Event event) {
        return gate.thenApply(open -> "handled " + handled.incrementAndGet());
    }

    @DedupeEvent(name = "nothing", key = "#event.id", scope = "PRINCIPAL")
    @PostMapping("/nothing")
    public void nothing(@RequestBody Event event) {
        handle(event);
    }
}
