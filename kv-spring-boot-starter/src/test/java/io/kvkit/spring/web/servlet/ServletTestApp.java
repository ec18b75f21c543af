package io.kvkit.spring.web.servlet;

import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.exchange.ReplayException;
import io.kvkit.spring.web.Answers;
import io.kvkit.spring.web.DomainException;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.LimitResults;
import io.kvkit.spring.web.TestGuard;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.servlet.view.RedirectView;

/** Handlers of every kind for Spring MVC, each guarded by hand. */
@RestController
class ServletTestApp {

    @ResponseStatus(HttpStatus.GONE)
    static final class GoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Catches what it should not; a replay must not be caught. */
    @RestControllerAdvice
    static class CatchAll {

        @ExceptionHandler(DomainException.class)
        ResponseEntity<Map<String, Object>> domain(DomainException failure) {
            return ResponseEntity.unprocessableContent()
                    .body(Map.of("error", failure.getMessage(), "at", System.nanoTime()));
        }

        @ExceptionHandler(ReplayException.class)
        ResponseEntity<String> replay(ReplayException failure) {
            return ResponseEntity.internalServerError().body("caught " + failure);
        }
    }

    final TestGuard guard = new TestGuard();
    final CompletableFuture<Void> slowEntered = new CompletableFuture<>();
    final CountDownLatch slow = new CountDownLatch(1);

    private void enter() {
        guard.enter(Exchanges.current());
    }

    @PostMapping("/json")
    Answers.Order json() {
        enter();
        return Answers.order();
    }

    @PostMapping("/entity")
    ResponseEntity<Answers.Order> entity() {
        enter();
        return Answers.created();
    }

    @PostMapping("/text")
    String text() {
        enter();
        return "Grüße " + System.nanoTime();
    }

    @PostMapping("/bytes")
    byte[] bytes() {
        enter();
        return Answers.random(100_000);
    }

    @PostMapping("/nothing")
    void nothing() {
        enter();
    }

    @PostMapping("/no-content")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void noContent() {
        enter();
    }

    @PostMapping("/future")
    CompletableFuture<ResponseEntity<Answers.Order>> future() {
        enter();
        return CompletableFuture.supplyAsync(Answers::created);
    }

    @PostMapping("/callable")
    Callable<Answers.Order> callable() {
        enter();
        return Answers::order;
    }

    @PostMapping("/deferred")
    DeferredResult<Answers.Order> deferred() {
        enter();
        DeferredResult<Answers.Order> result = new DeferredResult<>();
        CompletableFuture.runAsync(() -> result.setResult(Answers.order()));
        return result;
    }

    @PostMapping("/replay-in-future")
    CompletableFuture<Answers.Order> replayInFuture() {
        Exchange exchange = Exchanges.current();
        return CompletableFuture.supplyAsync(() -> {
            guard.enter(exchange);
            return Answers.order();
        });
    }

    @PostMapping("/gzip")
    ResponseEntity<byte[]> gzip() {
        enter();
        return Answers.gzip();
    }

    @PostMapping("/writer")
    void writer(HttpServletResponse response) throws IOException {
        enter();
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print("Grüße " + System.nanoTime());
        response.flushBuffer();
        response.getWriter().println("!");
    }

    @PostMapping("/latin")
    void latin(HttpServletResponse response) throws IOException {
        enter();
        response.setContentType("text/plain");
        response.getWriter().print("Gruesse " + System.nanoTime());
    }

    @PostMapping("/stream")
    void stream(HttpServletResponse response) throws IOException {
        enter();
        response.setStatus(202);
        response.getOutputStream().write(Answers.random(20_000));
        response.getOutputStream().flush();
        response.getOutputStream().write(65);
    }

    @PostMapping("/reset")
    void reset(HttpServletResponse response) throws IOException {
        enter();
        response.setHeader("X-Gone", "yes");
        response.getWriter().print("gone");
        response.reset();
        response.getOutputStream().write("kept".getBytes());
    }

    @PostMapping("/streaming-body")
    StreamingResponseBody streamingBody() {
        enter();
        return out -> out.write(Answers.random(5_000));
    }

    @PostMapping("/forward")
    void forward(HttpServletRequest request, HttpServletResponse response) throws Exception {
        enter();
        request.getRequestDispatcher("/forwarded").forward(request, response);
    }

    @PostMapping("/forwarded")
    String forwarded() {
        return "forwarded " + System.nanoTime();
    }

    @PostMapping("/problem")
    void problem() {
        enter();
        throw new ErrorResponseException(HttpStatus.CONTENT_TOO_LARGE, ProblemDetail.forStatus(413), null);
    }

    @PostMapping("/handled")
    String handled() {
        enter();
        throw new DomainException("no such thing " + System.nanoTime());
    }

    @PostMapping("/status-exception")
    String statusException() {
        enter();
        throw new ResponseStatusException(HttpStatus.NOT_FOUND, "nothing there");
    }

    @PostMapping("/async-status-exception")
    CompletableFuture<String> asyncStatusException() {
        enter();
        return CompletableFuture.supplyAsync(() -> {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "taken");
        });
    }

    @PostMapping("/annotated-exception")
    String annotatedException() {
        enter();
        throw new GoneException();
    }

    @PostMapping("/redirect")
    RedirectView redirect() {
        enter();
        return new RedirectView("/orders/1?at=" + System.nanoTime());
    }

    @PostMapping("/many")
    List<String> many() {
        enter();
        return List.of("a", "b", "" + System.nanoTime());
    }

    @PostMapping("/exactly-full")
    byte[] exactlyFull() {
        enter();
        return Answers.random(1 << 20);
    }

    @PostMapping("/form")
    String form(@RequestParam List<String> a, @RequestParam String b) {
        enter();
        return a + b + System.nanoTime();
    }

    @PostMapping("/body")
    String body(@RequestBody Answers.Order order) {
        enter();
        return order.name() + System.nanoTime();
    }

    @PostMapping("/status/{status}")
    ResponseEntity<String> status(@PathVariable int status) {
        enter();
        return ResponseEntity.status(status).body("no");
    }

    @PostMapping("/failure")
    String failure() {
        enter();
        throw new IllegalStateException("broken");
    }

    @PostMapping("/caught")
    String caught() {
        enter();
        return "ran " + System.nanoTime();
    }

    @PostMapping("/busy")
    String busy() {
        enter();
        throw new IdempotencyInProgressException(Duration.ofSeconds(3));
    }

    @PostMapping("/large")
    ResponseEntity<byte[]> large() {
        enter();
        return ResponseEntity.status(201)
                .header("Location", "/orders/large")
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(Answers.random((1 << 20) + 1));
    }

    @PostMapping("/large-parts")
    void largeParts(HttpServletResponse response) throws IOException {
        enter();
        response.setStatus(201);
        response.setHeader("Location", "/orders/large");
        for (int i = 0; i < 16; i++) {
            response.getOutputStream().write(Answers.random(1 << 16));
        }
        response.getOutputStream().write(1);
    }

    @PostMapping("/events")
    SseEmitter events() throws IOException {
        enter();
        SseEmitter emitter = new SseEmitter();
        CompletableFuture.runAsync(() -> {
            try {
                emitter.send("one");
                emitter.send("two");
                emitter.complete();
            } catch (IOException e) {
                emitter.completeWithError(e);
            }
        });
        return emitter;
    }

    @PostMapping("/own-async")
    void ownAsync(HttpServletRequest request, HttpServletResponse response) {
        enter();
        AsyncContext async = request.startAsync(request, response);
        async.start(() -> {
            try {
                response.getWriter().print("later");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            async.complete();
        });
    }

    @PostMapping("/slow")
    String slow() throws InterruptedException {
        enter();
        slowEntered.complete(null);
        slow.await();
        return "slow";
    }

    @PostMapping("/facts/{id}")
    String facts(@PathVariable String id) {
        return Facts.of(Exchanges.current());
    }

    @PostMapping("/limited")
    String limited(@RequestParam boolean granted) {
        RateLimitResult result =
                granted ? LimitResults.granted("quotes", 4) : LimitResults.refused("quotes", Duration.ofMillis(1_200));
        Exchanges.current().report(result);
        if (!granted) {
            throw new RateLimitExceededException(result);
        }
        return "ok";
    }
}
