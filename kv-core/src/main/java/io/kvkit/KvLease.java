package io.kvkit;

import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import java.time.Duration;
import java.util.Optional;

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
public interface KvLease {

    /** Takes the lease; empty when somebody else holds it. */
    Optional<Lease> tryAcquire(Duration duration);

    /**
     * Takes the lease, waiting for it if need be; empty when somebody else still holds it then.
     *
     * @throws io.kvkit.store.KvException of kind TRANSIENT if the thread is interrupted while it waits
     */
    Optional<Lease> acquire(Duration duration, Duration maxWait);

    /** Takes the lease by terms of one's own. */
    Optional<Lease> acquire(LeaseTerms terms);

    /**
     * Runs a task on this thread unless it runs elsewhere or ran a short time ago; tells whether it ran.
     *
     * @param atMost how long the name stays taken when this process dies; a task that takes longer may run twice
     * @param atLeast how long the name stays taken from the start in any case, so that a node whose schedule is late does
     *     not run the task again; zero to free it at once; not above {@code atMost}
     */
    boolean runIfFree(Duration atMost, Duration atLeast, Runnable task);
}
