package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.codec.CodecException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers whose answers cannot be written, in an application that answers errors itself. */
@RestController
class Unwritable {

    private final AtomicInteger executed = new AtomicInteger();

    int executed() {
        return executed.get();
    }

    @Idempotent(name = "hidden")
    @PostMapping("/hidden")
    public Payments.Detached hidden(@RequestParam boolean refuse) {
        executed.incrementAndGet();
        if (refuse) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return new Payments.Detached();
    }

    @Idempotent(name = "hidden-mono")
    @PostMapping("/hidden-mono")
    public Mono<Payments.Detached> hiddenMono(@RequestParam boolean refuse) {
        return Mono.fromSupplier(() -> hidden(refuse));
    }

    @ExceptionHandler
    public ResponseEntity<String> refused(ResponseStatusException refusal) {
        return ResponseEntity.status(refusal.getStatusCode()).body("not found " + executed);
    }

    @ExceptionHandler({HttpMessageNotWritableException.class, CodecException.class})
    public ResponseEntity<String> failed(Exception failure) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("come back later");
    }
}
