package io.kvkit.spring.integration;

import io.kvkit.annotation.Idempotent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers that choose status and headers, each with the number of its run. */
@RestController
@RequestMapping("/answers")
class ShapesOfAnswers {

    @ResponseStatus(HttpStatus.GONE)
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** An exception of the application. */
    static final class Broken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /** Another one, which becomes a problem. */
    static final class Disputed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Disputed(String message) {
            super(message);
        }
    }

    private final AtomicInteger runs = new AtomicInteger();

    int runs() {
        return runs.get();
    }

    private int run() {
        return runs.incrementAndGet();
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> broken(Broken failure) {
        return ResponseEntity.unprocessableContent()
                .header("X-Handled", "yes")
                .body(Map.of("error", failure.getMessage(), "at", System.nanoTime()));
    }

    @ExceptionHandler
    ProblemDetail disputed(Disputed failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, failure.getMessage() + System.nanoTime());
    }

    @Idempotent(name = "a-status")
    @PostMapping("/status/{status}")
    public ResponseEntity<String> status(@PathVariable int status) {
        return ResponseEntity.status(status)
                .location(URI.create("/at/" + run()))
                .body(status == 204 ? null : "answer " + status);
    }

    @Idempotent(name = "a-no-body")
    @PostMapping("/no-body/{status}")
    public ResponseEntity<Void> noBody(@PathVariable int status) {
        return ResponseEntity.status(status).header("X-Run", "" + run()).build();
    }

    @Idempotent(name = "a-headers")
    @PostMapping("/headers")
    public ResponseEntity<Map<String, Integer>> headers() {
        return ResponseEntity.accepted()
                .eTag("W/\"v1\"")
                .lastModified(Instant.ofEpochSecond(1_700_000_000))
                .cacheControl(CacheControl.maxAge(Duration.ofSeconds(30)).mustRevalidate())
                .varyBy("Accept-Language")
                .header(HttpHeaders.CONTENT_LANGUAGE, "de, en")
                .header(HttpHeaders.RETRY_AFTER, "7")
                .header(HttpHeaders.LINK, "</a>; rel=next", "</b>; rel=prev")
                .header("X-Empty", "")
                .header("X-Run", "" + run())
                .header(HttpHeaders.SET_COOKIE, "session=secret")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Basic")
                .header("Proxy-Authenticate", "Basic")
                .header("Keep-Alive", "timeout=5")
                .body(Map.of("run", runs.get()));
    }

    @Idempotent(name = "a-attachment")
    @PostMapping("/attachment")
    public ResponseEntity<Resource> attachment() {
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("größe.csv", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .body(new ByteArrayResource(("a;" + run()).getBytes(StandardCharsets.UTF_8)));
    }

    @Idempotent(name = "a-typed")
    @PostMapping("/typed")
    public ResponseEntity<byte[]> typed() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/vnd.shop+json;version=2"))
                .body(("{\"run\":" + run() + "}").getBytes(StandardCharsets.UTF_8));
    }

    @Idempotent(name = "a-zipped")
    @PostMapping("/zipped")
    public ResponseEntity<byte[]> zipped() {
        return run() > 0 ? io.kvkit.spring.web.Answers.gzip() : null;
    }

    @Idempotent(name = "a-problem")
    @PostMapping("/problem")
    public ProblemDetail problem() {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, "run " + run());
    }

    @Idempotent(name = "a-error-response")
    @PostMapping("/error-response")
    public ErrorResponse errorResponse() {
        return ErrorResponse.builder(new Gone(), HttpStatus.GONE, "run " + run())
                .header("X-Error", "yes")
                .build();
    }

    @Idempotent(name = "a-thrown-problem")
    @PostMapping("/thrown-problem")
    public String thrownProblem() {
        throw new ErrorResponseException(
                HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "run " + run()), null);
    }

    @Idempotent(name = "a-thrown-status")
    @PostMapping("/thrown-status")
    public String thrownStatus() {
        throw new ResponseStatusException(HttpStatus.NOT_FOUND, "run " + run());
    }

    @Idempotent(name = "a-thrown-annotated")
    @PostMapping("/thrown-annotated")
    public String thrownAnnotated() {
        run();
        throw new Gone();
    }

    @Idempotent(name = "a-handled")
    @PostMapping("/handled")
    public String handled() {
        throw new Broken("run " + run());
    }

    @Idempotent(name = "a-handled-problem")
    @PostMapping("/handled-problem")
    public String handledProblem() {
        throw new Disputed("run " + run());
    }

    @Idempotent(name = "a-future")
    @PostMapping("/future/{status}")
    public CompletableFuture<ResponseEntity<String>> future(@PathVariable int status) {
        return CompletableFuture.supplyAsync(() -> status(status));
    }

    @Idempotent(name = "a-future-thrown")
    @PostMapping("/future-thrown")
    public CompletableFuture<String> futureThrown() {
        return CompletableFuture.supplyAsync(this::thrownStatus);
    }

    @Idempotent(name = "a-future-handled")
    @PostMapping("/future-handled")
    public CompletableFuture<String> futureHandled() {
        return CompletableFuture.supplyAsync(this::handled);
    }

    @Idempotent(name = "a-mono")
    @PostMapping("/mono/{status}")
    public Mono<ResponseEntity<String>> mono(@PathVariable int status) {
        return Mono.fromSupplier(() -> status(status));
    }

    @Idempotent(name = "a-mono-problem")
    @PostMapping("/mono-problem")
    public Mono<ProblemDetail> monoProblem() {
        return Mono.fromSupplier(this::problem);
    }

    @Idempotent(name = "a-mono-thrown")
    @PostMapping("/mono-thrown")
    public Mono<String> monoThrown() {
        return Mono.fromSupplier(this::thrownProblem);
    }

    @Idempotent(name = "a-mono-handled")
    @PostMapping("/mono-handled")
    public Mono<String> monoHandled() {
        return Mono.fromSupplier(this::handledProblem);
    }
}
