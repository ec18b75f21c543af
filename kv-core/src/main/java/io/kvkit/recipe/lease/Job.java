package io.kvkit.recipe.lease;

import io.kvkit.call.Failures;
import io.kvkit.claim.HeldClaim;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running task, and what happens to its key afterwards. */
final class Job {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);

    private final KvStore store;
    private final Key key;
    private final HeldClaim claim;
    private final Duration atLeast;
    private final long beganMicros;

    /**
     * Creates a task that starts now.
     *
     * @param atLeast how long its key stays taken
     */
    Job(KvStore store, Key key, HeldClaim claim, Duration atLeast) {
        this.store = store;
        this.key = key;
        this.claim = claim;
        this.atLeast = atLeast;
        this.beganMicros = store.nowMicros(key);
    }

    CompletionStage<Boolean> run(Supplier<? extends CompletionStage<?>> task) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        start(task)
                .whenComplete((value, failure) -> end().thenRun(() -> {
                    if (failure == null) {
                        result.complete(true);
                    } else {
                        result.completeExceptionally(Failures.unwrap(failure));
                    }
                }));
        return result;
    }

    /** Frees the key, or keeps it taken for the rest of its minimum time; never fails. */
    CompletionStage<?> end() {
        return claim.releaseAfter(this::left).handle((held, failure) -> {
            if (failure != null) {
                log.warn(
                        "A task ended, but this could not be stored: trying again until the lease ends: {}",
                        failure.toString());
            } else if (!held) {
                log.warn("A task took longer than its key was held: it may have run twice");
            }
            return null;
        });
    }

    // Uses the elapsed time, because the estimate of the store's time may be wrong in absolute terms.
    private Duration left() {
        long passed = Math.max(0, store.nowMicros(key) - beganMicros);
        return atLeast.minusNanos(passed * 1_000);
    }

    private static CompletionStage<?> start(Supplier<? extends CompletionStage<?>> task) {
        try {
            return task.get();
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
