package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers that answer with the status in a header, and that may fail twice. */
@RestController
class Refusals {

    private static ResponseEntity<String> answer(int status) {
        return ResponseEntity.status(status).body("answer");
    }

    private static String thrown(int status) {
        throw new ResponseStatusException(HttpStatusCode.valueOf(status));
    }

    @Idempotent(name = "refused", maxAttempts = 2)
    @PostMapping("/refused")
    public ResponseEntity<String> returned(@RequestHeader("X-Answer") int status) {
        return answer(status);
    }

    @Idempotent(name = "refused-future", maxAttempts = 2)
    @PostMapping("/refused-future")
    public CompletableFuture<ResponseEntity<String>> future(@RequestHeader("X-Answer") int status) {
        return CompletableFuture.supplyAsync(() -> answer(status));
    }

    @Idempotent(name = "refused-mono", maxAttempts = 2)
    @PostMapping("/refused-mono")
    public Mono<ResponseEntity<String>> mono(@RequestHeader("X-Answer") int status) {
        return Mono.fromSupplier(() -> answer(status));
    }

    @Idempotent(name = "refused-thrown", maxAttempts = 2)
    @PostMapping("/refused-thrown")
    public String thrownByCall(@RequestHeader("X-Answer") int status) {
        return thrown(status);
    }

    @DedupeEvent(name = "refused-event", key = "#id", maxAttempts = 2)
    @PostMapping("/refused-event")
    public ResponseEntity<String> event(@RequestParam String id, @RequestHeader("X-Answer") int status) {
        return answer(status);
    }

    @DedupeEvent(name = "refused-event-mono", key = "#id", maxAttempts = 2)
    @PostMapping("/refused-event-mono")
    public Mono<ResponseEntity<String>> eventMono(@RequestParam String id, @RequestHeader("X-Answer") int status) {
        return Mono.fromSupplier(() -> answer(status));
    }

    @DedupeEvent(name = "refused-event-thrown", key = "#id", maxAttempts = 2)
    @PostMapping("/refused-event-thrown")
    public String eventThrown(@RequestParam String id, @RequestHeader("X-Answer") int status) {
        return thrown(status);
    }
}
