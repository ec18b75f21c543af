package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Handlers that leave it to the container to write an error. */
@RestController
class Refusing {

    @ResponseStatus(code = HttpStatus.CONFLICT, reason = "taken")
    static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ResponseStatus(code = HttpStatus.SERVICE_UNAVAILABLE, reason = "come back")
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicInteger executed = new AtomicInteger();

    int executed() {
        return executed.get();
    }

    @Idempotent(name = "sent")
    @PostMapping("/sent/{status}")
    public void sent(@PathVariable int status, HttpServletResponse response) throws IOException {
        executed.incrementAndGet();
        response.sendError(status, "because of this");
    }

    @Idempotent(name = "thrown")
    @PostMapping("/thrown/{status}")
    public String thrown(@PathVariable int status) {
        executed.incrementAndGet();
        throw new ResponseStatusException(HttpStatus.valueOf(status), "because of that");
    }

    @Idempotent(name = "thrown-later")
    @PostMapping("/thrown-later/{status}")
    public CompletableFuture<String> thrownLater(@PathVariable int status) {
        return CompletableFuture.supplyAsync(() -> thrown(status));
    }

    @Idempotent(name = "annotated")
    @PostMapping("/annotated/{status}")
    public String annotated(@PathVariable int status) {
        executed.incrementAndGet();
        throw status == 503 ? new BusyException() : new TakenException();
    }
}
