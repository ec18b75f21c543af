package io.kvkit;

import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import java.time.Duration;
import java.util.Optional;

/**
 * The lease of one name: a right that one holder at a time has, for a limited time.
 *
 * <p>A lease is judged by the store's clock and renewed while it is held. If its holder dies, the lease ends when its
 * duration has passed; no other holder can release it. If the store fails, the methods throw a
 * {@link io.kvkit.store.KvException} and never grant a lease.
 *
 * <pre>{@code
 * try (Lease lease = client.lease("import").tryAcquire(Duration.ofSeconds(30)).orElseThrow()) {
 *     importOrders(lease.fence());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface KvLease {

    /** Takes the lease; returns empty if another holder has it. */
    Optional<Lease> tryAcquire(Duration duration);

    /**
     * Takes the lease and waits for it if necessary; returns empty if another holder still has it after
     * {@code maxWait}.
     *
     * @throws io.kvkit.store.KvException of kind TRANSIENT if the thread is interrupted while it waits
     */
    Optional<Lease> acquire(Duration duration, Duration maxWait);

    /** Takes the lease with the given terms. */
    Optional<Lease> acquire(LeaseTerms terms);

    /**
     * Runs a task on the calling thread, unless it is running elsewhere or ran a short time ago. Returns whether it
     * ran.
     *
     * @param atMost how long the name stays taken if this process dies; a task that takes longer may run twice
     * @param atLeast how long the name stays taken in any case, counted from the start of the task, so that a node
     *     whose schedule is late does not run the task again; zero to free it immediately; not above {@code atMost}
     */
    boolean runIfFree(Duration atMost, Duration atLeast, Runnable task);
}
