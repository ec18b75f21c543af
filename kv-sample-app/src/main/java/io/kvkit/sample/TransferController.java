package io.kvkit.sample;

import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.Idempotent.InProgress;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.IdempotencyContext;
import jakarta.validation.Valid;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes a transfer once per Idempotency-Key, which takes three seconds. A duplicate waits for the answer and holds no
 * thread. If the process dies or stands still, a duplicate takes over when the lease has ended.
 */
@RestController
@RequestMapping("/api/transfers")
class TransferController {

    private static final Executor CLEARING = CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS);

    private final PaymentProvider provider;
    private final TransferOutcomes outcomes;

    TransferController(PaymentProvider provider, TransferOutcomes outcomes) {
        this.provider = provider;
        this.outcomes = outcomes;
    }

    @PostMapping
    @Idempotent(name = "transfers", lease = "4s", inProgress = InProgress.WAIT)
    CompletableFuture<Transfer> transfer(@Valid @RequestBody PaymentRequest request, IdempotencyContext context) {
        String key = context.downstreamKey("transfer");
        return CompletableFuture.supplyAsync(
                () -> new Transfer(provider.pay(request, key), context.attempt()), CLEARING);
    }

    /** Returns how often each outcome happened in this JVM. */
    @GetMapping("/outcomes")
    Map<Outcome, Long> outcomes() {
        return outcomes.counts();
    }
}
