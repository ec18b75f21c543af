package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.tck.Eventually;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Handlers of Spring MVC that still work when the container has given up their request. */
@Tag("slow")
class AsyncTimeoutTest {

    private static final CompletableFuture<String> BANK = new CompletableFuture<>();
    private static final DeferredResult<String> DEFERRED = new DeferredResult<>();
    private static volatile CompletableFuture<Integer> partner = new CompletableFuture<>();
    private static final AtomicInteger EXECUTED = new AtomicInteger();

    @RestController
    static class SlowPayments {

        @Idempotent(name = "callable")
        @PostMapping("/callable")
        public Callable<String> callable() {
            return () -> {
                EXECUTED.incrementAndGet();
                return BANK.join();
            };
        }

        @Idempotent(name = "stage")
        @PostMapping("/stage")
        public CompletableFuture<String> stage() {
            EXECUTED.incrementAndGet();
            return BANK.thenApply(paid -> paid);
        }

        @Idempotent(name = "deferred")
        @PostMapping("/deferred")
        public DeferredResult<String> deferred() {
            EXECUTED.incrementAndGet();
            return DEFERRED;
        }

        @DedupeEvent(name = "event", key = "#id")
        @PostMapping("/event/{id}")
        public CompletableFuture<ResponseEntity<String>> event(@PathVariable String id) {
            EXECUTED.incrementAndGet();
            return partner.thenApply(status -> ResponseEntity.status(status).body("processed"));
        }

        @Idempotent(name = "answering")
        @PostMapping("/answering")
        public CompletableFuture<ResponseEntity<String>> answering() {
            EXECUTED.incrementAndGet();
            return partner.thenApply(status -> ResponseEntity.status(status).body("paid"));
        }

        @Idempotent(name = "failing")
        @PostMapping("/failing")
        public DeferredResult<String> failing() {
            EXECUTED.incrementAndGet();
            DeferredResult<String> failed = new DeferredResult<>();
            failed.setErrorResult(new IllegalStateException("no connection to the bank"));
            return failed;
        }
    }

    private static RunningApp app;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        app = Stack.MVC_ON_MEMORY.start(List.of(SlowPayments.class), "spring.mvc.async.request-timeout=500ms");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void workThatEndsWellAfterTheTimeoutDoesNotRunAgain() {
        for (String shape : List.of("callable", "stage")) {
            int before = EXECUTED.get();
            pay(shape).hasStatus(503);
            pay(shape).hasStatus(409);
            Eventually.asserted(() -> assertThat(EXECUTED).as(shape).hasValue(before + 1));
        }
        int executed = EXECUTED.get();
        BANK.complete("paid");
        for (String shape : List.of("callable", "stage")) {
            Eventually.asserted(() -> pay(shape).isProblem(409, "idempotency-result-not-retained"));
        }
        assertThat(EXECUTED).hasValue(executed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thrown", "503"})
    void workThatFailsAfterTheTimeoutFreesTheKey(String end) {
        int before = EXECUTED.get();
        partner = new CompletableFuture<>();
        pay("answering").hasStatus(503);
        pay("answering").isProblem(409, "idempotency-in-progress");
        if (end.equals("thrown")) {
            partner.completeExceptionally(new IllegalStateException("no connection to the bank"));
        } else {
            partner.complete(503);
        }
        partner = CompletableFuture.completedFuture(200);
        Eventually.asserted(() -> assertThat(pay("answering").status()).isEqualTo(200));
        assertThat(EXECUTED).hasValue(before + 2);
    }

    @Test
    void keyStaysTakenWhereNobodySeesTheEndOfTheWork() {
        pay("deferred").hasStatus(503);
        DEFERRED.setResult("paid, but nobody hears of it");
        pay("deferred").hasStatus(409);
    }

    @Test
    void keyIsFreeAfterAnErrorThatCameInTime() {
        int before = EXECUTED.get();
        pay("failing").hasStatus(500);
        pay("failing").hasStatus(500);
        assertThat(EXECUTED).hasValue(before + 2);
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void eventIsJudgedByWhatItsHandlerReturnsAtLast(int status, int again) {
        int before = EXECUTED.get();
        partner = new CompletableFuture<>();
        deliver().hasStatus(503);
        deliver().isProblem(409, "event-in-progress");
        partner.complete(status);
        partner = CompletableFuture.completedFuture(200);
        Eventually.asserted(() -> assertThat(deliver().status()).isEqualTo(200));
        assertThat(EXECUTED).hasValue(before + 1 + again);
    }

    private Reply deliver() {
        return app.http().post("/event/" + key).send();
    }

    private Reply pay(String shape) {
        return app.http().post("/" + shape).key(key + shape).json("{}").send();
    }
}
