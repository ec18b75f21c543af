package io.kvkit.spring.integration;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.recipe.once.AbandonedCall;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.recipe.once.Reconciliation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Handlers that know their attempt, do not know their outcome, or always fail. */
@RestController
class Outcomes {

    /** Knows what became of one of the handlers. */
    static final class Found implements Reconciler {

        @Override
        public boolean knows(String name) {
            return name.equals("abandoned");
        }

        @Override
        public Reconciliation reconcile(AbandonedCall call) {
            return Reconciliation.done(ResponseEntity.status(HttpStatus.CREATED).body("found"));
        }
    }

    private final AtomicInteger executed = new AtomicInteger();
    private final CompletableFuture<ResponseEntity<String>> late = new CompletableFuture<>();

    void endLate() {
        late.complete(ResponseEntity.ok("late"));
    }

    /** Is as good as dead when its lease is no longer renewed. */
    @Idempotent(name = "abandoned", lease = "300ms", maxRunTime = "300ms")
    @PostMapping("/abandoned")
    public CompletableFuture<ResponseEntity<String>> abandoned() {
        executed.incrementAndGet();
        return late;
    }

    int executed() {
        return executed.get();
    }

    @Idempotent(name = "with-context")
    @PostMapping("/with-context")
    public String withContext(IdempotencyContext context, @RequestBody String order) {
        if (context.attempt() == 1) {
            throw new IllegalStateException("crashed");
        }
        return order + " " + context.attempt() + " " + context.downstreamKey("charge");
    }

    @Idempotent(name = "with-context-mono")
    @PostMapping("/with-context-mono")
    public Mono<String> withContextMono(@RequestBody String order, IdempotencyContext context) {
        return Mono.fromSupplier(() -> withContext(context, order));
    }

    @Idempotent(name = "with-context-future")
    @PostMapping("/with-context-future")
    public CompletableFuture<String> withContextFuture(@RequestBody String order, IdempotencyContext context) {
        return CompletableFuture.supplyAsync(() -> withContext(context, order));
    }

    @PostMapping("/context-without-guard")
    public String contextWithoutGuard(IdempotencyContext context) {
        return "fence " + context.fence();
    }

    private String unknown() {
        executed.incrementAndGet();
        throw new OutcomeUnknownException("The bank did not answer");
    }

    @Idempotent(name = "unknown")
    @PostMapping("/unknown")
    public String unknownPlain() {
        return unknown();
    }

    @Idempotent(name = "unknown-mono")
    @PostMapping("/unknown-mono")
    public Mono<String> unknownMono() {
        return Mono.fromSupplier(this::unknown);
    }

    @Idempotent(name = "unknown-future")
    @PostMapping("/unknown-future")
    public CompletableFuture<String> unknownFuture() {
        return CompletableFuture.supplyAsync(this::unknown);
    }

    @Idempotent(name = "poisoned", maxAttempts = 2)
    @PostMapping("/poisoned")
    public String poisoned() {
        executed.incrementAndGet();
        throw new IllegalStateException("broken");
    }

    @DedupeEvent(name = "poison-event", key = "#id", maxAttempts = 2)
    @PostMapping("/poison-event")
    public String poisonEvent(@RequestParam String id) {
        executed.incrementAndGet();
        throw new IllegalStateException("broken");
    }

    @DedupeEvent(name = "unknown-event", key = "#id")
    @PostMapping("/unknown-event")
    public String unknownEvent(@RequestParam String id) {
        return unknown();
    }
}
