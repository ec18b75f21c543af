package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import reactor.core.publisher.Mono;

/** Handlers that end well, and whose answers fail when they are made of what was returned. */
@Controller
class Rendered {

    private static final class Broken extends FilterInputStream {

        Broken() {
            super(InputStream.nullInputStream());
        }

        @Override
        public int read() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public int read(byte[] bytes, int off, int len) throws IOException {
            return read();
        }
    }

    private final AtomicInteger executed = new AtomicInteger();

    int executed() {
        return executed.get();
    }

    private <T> T ran(T result) {
        executed.incrementAndGet();
        return result;
    }

    @Idempotent(name = "missing-view")
    @PostMapping("/missing-view")
    public String missingView() {
        return ran("no-such-view");
    }

    @Idempotent(name = "broken-view")
    @PostMapping("/broken-view")
    public String brokenView() {
        return ran("broken");
    }

    @Idempotent(name = "broken-stream")
    @PostMapping("/broken-stream")
    @ResponseBody
    public Resource brokenStream() {
        return ran(new InputStreamResource(new Broken()));
    }

    @Idempotent(name = "missing-file")
    @PostMapping("/missing-file")
    @ResponseBody
    public ResponseEntity<Resource> missingFile() {
        return ran(ResponseEntity.ok(new FileSystemResource(Path.of("no", "such", "file.txt"))));
    }

    @Idempotent(name = "not-acceptable")
    @PostMapping("/not-acceptable")
    @ResponseBody
    public Map<String, Integer> notAcceptable() {
        return Map.of("number", ran(1));
    }

    @Idempotent(name = "not-acceptable-later")
    @PostMapping("/not-acceptable-later")
    @ResponseBody
    public CompletableFuture<Map<String, Integer>> notAcceptableLater() {
        return CompletableFuture.supplyAsync(() -> Map.of("number", ran(1)));
    }

    @Idempotent(name = "not-acceptable-mono")
    @PostMapping("/not-acceptable-mono")
    @ResponseBody
    public Mono<Map<String, Integer>> notAcceptableMono() {
        return Mono.fromSupplier(() -> Map.of("number", ran(1)));
    }

    @Idempotent(name = "own-406")
    @PostMapping("/own-406")
    public ResponseEntity<String> own406() {
        return ran(ResponseEntity.status(HttpStatus.NOT_ACCEPTABLE).build());
    }

    @Idempotent(name = "unavailable")
    @PostMapping("/unavailable")
    public ResponseEntity<Payments.Detached> unavailable() {
        return ran(ResponseEntity.status(503).body(new Payments.Detached()));
    }

    @DedupeEvent(name = "unwritable-event", key = "#p0", duplicateResult = "'duplicate'")
    @PostMapping("/unwritable-event")
    @ResponseBody
    public Object unwritableEvent(@RequestParam String id) {
        return ran(new Payments.Detached());
    }
}
