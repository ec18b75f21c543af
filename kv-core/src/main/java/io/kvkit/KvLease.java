package io.kvkit;

import io.kvkit.lease.Lease;
import io.kvkit.lease.LeaseTerms;
import io.kvkit.lease.Leases;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The lease of one name: a right that one holder at a time has, for a time.
 *
 * <p>It is judged by the store's clock and renewed while it is held. A holder that died loses it when its duration is over;
 * nobody else can release it. A failing store is a {@link io.kvkit.store.KvException}, never a granted lease.
 *
 * <pre>{@code
 * try (Lease lease = client.lease("import").tryAcquire(Duration.ofSeconds(30)).orElseThrow()) {
 *     importOrders(lease.fence());
 * }
 * }</pre>
 */
public final class KvLease {

    private final Leases leases;
    private final Key key;

    KvLease(Leases leases, Key key) {
        this.leases = leases;
        this.key = key;
    }

    /** Takes the lease; empty when somebody else holds it. */
    public Optional<Lease> tryAcquire(Duration duration) {
        return leases.tryAcquire(key, duration);
    }

    /** Takes the lease, waiting for it if need be; empty when somebody else still holds it then. */
    public Optional<Lease> acquire(Duration duration, Duration maxWait) {
        return leases.acquire(key, LeaseTerms.of(duration).waiting(maxWait));
    }

    /** Takes the lease by terms of one's own, holding no thread while it waits. */
    public CompletionStage<Optional<Lease>> acquireAsync(LeaseTerms terms) {
        return leases.acquireAsync(key, terms);
    }

    /**
     * Runs a task on this thread unless it runs elsewhere or ran a short time ago; tells whether it ran.
     *
     * @param atMost how long the name stays taken when this process dies; a task that takes longer may run twice
     * @param atLeast how long the name stays taken from the start in any case, so that a node whose schedule is late does
     *     not run the task again; zero to free it at once; not above {@code atMost}
     */
    public boolean runIfFree(Duration atMost, Duration atLeast, Runnable task) {
        try {
            return leases.runIfFree(key, atMost, atLeast, () -> {
                task.run();
                return true;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A Runnable throws no checked exception", e);
        }
    }

    /** The same for a task that does not block. */
    public CompletionStage<Boolean> runIfFreeAsync(
            Duration atMost, Duration atLeast, Supplier<? extends CompletionStage<?>> task) {
        return leases.runIfFreeAsync(key, atMost, atLeast, task);
    }
}
