package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers of events that answer the first delivery with the status that it names, and the second with 200. */
@RestController
class Answering {

    /** What happened, and what the first delivery is answered with. */
    record Event(String id, int status) {

        public ResponseEntity<String> duplicate() {
            return ResponseEntity.ok("duplicate");
        }

        public ProblemDetail known() {
            return ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(200), "duplicate");
        }
    }

    /** An application's own exception. */
    static final class NotNow extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        NotNow(int status) {
            super("not now");
            this.status = status;
        }
    }

    private final AtomicInteger handled = new AtomicInteger();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    int handled() {
        return handled.get();
    }

    int status(Event event) {
        handled.incrementAndGet();
        return seen.add(event.id()) ? event.status() : 200;
    }

    private ResponseEntity<String> answer(Event event) {
        return ResponseEntity.status(status(event)).body("processed");
    }

    @DedupeEvent(name = "entity", key = "#event.id", duplicateResult = "#event.duplicate()")
    @PostMapping("/entity")
    public ResponseEntity<String> entity(@RequestBody Event event) {
        return answer(event);
    }

    @DedupeEvent(name = "entity-future", key = "#event.id", duplicateResult = "#event.duplicate()")
    @PostMapping("/entity-future")
    public CompletableFuture<ResponseEntity<String>> future(@RequestBody Event event) {
        return CompletableFuture.supplyAsync(() -> answer(event));
    }

    @DedupeEvent(name = "entity-mono", key = "#event.id", duplicateResult = "#event.duplicate()")
    @PostMapping("/entity-mono")
    public Mono<ResponseEntity<String>> mono(@RequestBody Event event) {
        return Mono.fromSupplier(() -> answer(event));
    }

    @DedupeEvent(name = "problem", key = "#event.id", duplicateResult = "#event.known()")
    @PostMapping("/problem")
    public ProblemDetail problem(@RequestBody Event event) {
        return ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status(event)), "processed");
    }

    @DedupeEvent(name = "thrown", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/thrown")
    public String thrown(@RequestBody Event event) {
        int status = status(event);
        if (status != 200) {
            throw new ResponseStatusException(HttpStatusCode.valueOf(status));
        }
        return "processed";
    }

    @DedupeEvent(name = "thrown-mono", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/thrown-mono")
    public Mono<String> thrownMono(@RequestBody Event event) {
        return Mono.fromSupplier(() -> thrown(event));
    }

    @DedupeEvent(name = "mapped", key = "#event.id", duplicateResult = "'duplicate'")
    @PostMapping("/mapped")
    public String mapped(@RequestBody Event event) {
        int status = status(event);
        if (status != 200) {
            throw new NotNow(status);
        }
        return "processed";
    }

    @DedupeEvent(name = "unwritable", key = "#event.id")
    @PostMapping("/unwritable")
    public Payments.Detached unwritable(@RequestBody Event event) {
        handled.incrementAndGet();
        return new Payments.Detached();
    }

    @ExceptionHandler
    public ResponseEntity<String> notNow(NotNow failure) {
        return ResponseEntity.status(failure.status).body(failure.getMessage());
    }
}
