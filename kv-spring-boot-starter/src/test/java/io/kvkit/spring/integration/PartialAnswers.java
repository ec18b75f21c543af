package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A handler whose answer is long enough to be asked for in parts. */
@RestController
class PartialAnswers {

    private final AtomicInteger executed = new AtomicInteger();

    int executed() {
        return executed.get();
    }

    @Idempotent(name = "ranged")
    @PostMapping("/ranged")
    public ResponseEntity<Resource> ranged() {
        executed.incrementAndGet();
        return ResponseEntity.ok(new ByteArrayResource(new byte[10]));
    }
}
