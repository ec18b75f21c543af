package io.kvkit.sample;

import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.Idempotent.InProgress;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.IdempotencyContext;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes a transfer once per Idempotency-Key, which takes three seconds. A duplicate waits for the answer, for one lease at
 * most, and holds no thread. If the process dies or stands still, a duplicate takes over when the lease has ended.
 */
@RestController
@RequestMapping("/api/transfers")
class TransferController {

    private final PaymentProvider provider;
    private final TransferOutcomes outcomes;
    private final Executor clearing;

    TransferController(
            PaymentProvider provider, TransferOutcomes outcomes, @Value("${shop.transfer-time}") Duration time) {
        this.provider = provider;
        this.outcomes = outcomes;
        this.clearing = CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PostMapping
    @Idempotent(name = "transfers", inProgress = InProgress.WAIT)
    CompletableFuture<Transfer> transfer(@Valid @RequestBody PaymentRequest request, IdempotencyContext context) {
        String key = context.downstreamKey("transfer");
        return CompletableFuture.supplyAsync(
                () -> new Transfer(provider.pay(request, key), context.attempt()), clearing);
    }

    /** Returns how often each outcome happened in this JVM. */
    @GetMapping("/outcomes")
    Map<Outcome, Long> outcomes() {
        return outcomes.counts();
    }
}
