package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends the renewals of claims together that are due within a moment, so that many claims cost few batches. Instances are
 * safe for use by several threads.
 */
final class Renewals {

    private static final Duration MOMENT = Duration.ofMillis(100);

    // Shorter leases have no moment to lose.
    private static final long SHORTEST_LEASE = 1_000;

    private record Renewal(RenewTransition step, CompletableFuture<Boolean> kept) {}

    private final KvStore store;
    private final Timer timer;
    private final boolean immediate;
    private Map<Key, Renewal> waiting = new HashMap<>();

    Renewals(KvStore store, Timer timer) {
        this.store = store;
        this.timer = timer;
        this.immediate = store.capabilities().contains(Capability.IMMEDIATE);
    }

    CompletionStage<Boolean> renew(Key key, RenewTransition step) {
        Renewal renewal = new Renewal(step, new CompletableFuture<>());
        return immediate || step.leaseMillis() < SHORTEST_LEASE || !waits(key, renewal)
                ? store.apply(key, step)
                : renewal.kept;
    }

    // Two claims of one key, of which one is lost, cannot be in one batch.
    private synchronized boolean waits(Key key, Renewal renewal) {
        if (waiting.putIfAbsent(key, renewal) != null) {
            return false;
        }
        if (waiting.size() == 1) {
            timer.after(MOMENT, this::send);
        }
        return true;
    }

    private synchronized Map<Key, Renewal> take() {
        Map<Key, Renewal> taken = waiting;
        waiting = new HashMap<>();
        return taken;
    }

    private void send() {
        Map<Key, Renewal> due = take();
        if (due.size() == 1) {
            due.forEach((key, one) -> Failures.caught(() -> store.apply(key, one.step))
                    .whenComplete((kept, failure) -> end(one, kept, failure)));
            return;
        }
        Map<Key, RenewTransition> steps = new HashMap<>();
        due.forEach((key, renewal) -> steps.put(key, renewal.step));
        Failures.caught(() -> store.<Boolean>applyAll(steps))
                .whenComplete((batch, failure) -> due.forEach((key, renewal) -> end(key, renewal, batch, failure)));
    }

    private static void end(
            Key key, Renewal renewal, @Nullable Batch<Key, Boolean> batch, @Nullable Throwable failure) {
        KvException own = batch == null ? null : batch.failures().get(key);
        end(renewal, batch == null ? null : batch.values().get(key), own == null ? failure : own);
    }

    private static void end(Renewal renewal, @Nullable Boolean kept, @Nullable Throwable failure) {
        if (kept != null) {
            renewal.kept.complete(kept);
        } else {
            renewal.kept.completeExceptionally(
                    failure == null ? new IllegalStateException("The store gave no answer") : Failures.unwrap(failure));
        }
    }
}
