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
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends the renewals of claims together that are due within a moment, in pages, so that many claims cost few batches. Instances are
 * safe for use by several threads.
 */
final class Renewals {

    private static final Duration MOMENT = Duration.ofMillis(100);

    private static final int PAGE = 1_000;

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
        if (waiting.containsKey(key)) {
            return false;
        }
        if (waiting.isEmpty()) {
            timer.after(MOMENT, () -> send(take().entrySet().iterator()));
        }
        waiting.put(key, renewal);
        return true;
    }

    private synchronized Map<Key, Renewal> take() {
        Map<Key, Renewal> taken = waiting;
        waiting = new HashMap<>();
        return taken;
    }

    // A batch has one timeout, whatever its size.
    private void send(Iterator<Map.Entry<Key, Renewal>> rest) {
        Map<Key, Renewal> page = new HashMap<>();
        while (rest.hasNext() && page.size() < PAGE) {
            Map.Entry<Key, Renewal> next = rest.next();
            page.put(next.getKey(), next.getValue());
        }
        Failures.caught(() -> sent(page)).whenComplete((batch, failure) -> {
            if (rest.hasNext()) {
                send(rest);
            }
            page.forEach((key, renewal) -> end(key, renewal, batch, failure));
        });
    }

    private CompletionStage<Batch<Key, Boolean>> sent(Map<Key, Renewal> page) {
        if (page.size() == 1) {
            Map.Entry<Key, Renewal> one = page.entrySet().iterator().next();
            return store.apply(one.getKey(), one.getValue().step)
                    .thenApply(kept -> new Batch<>(Map.of(one.getKey(), kept), Map.of()));
        }
        Map<Key, RenewTransition> steps = new HashMap<>();
        page.forEach((key, renewal) -> steps.put(key, renewal.step));
        return store.applyAll(steps);
    }

    private static void end(
            Key key, Renewal renewal, @Nullable Batch<Key, Boolean> batch, @Nullable Throwable failure) {
        Boolean kept = batch == null ? null : batch.values().get(key);
        KvException own = batch == null ? null : batch.failures().get(key);
        Throwable reason = own == null ? failure : own;
        if (kept != null) {
            renewal.kept.complete(kept);
        } else {
            renewal.kept.completeExceptionally(
                    reason == null ? new IllegalStateException("The store gave no answer") : Failures.unwrap(reason));
        }
    }
}
