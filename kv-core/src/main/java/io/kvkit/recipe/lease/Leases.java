package io.kvkit.recipe.lease;

import io.kvkit.call.Timer;
import io.kvkit.call.Waits;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimWait;
import io.kvkit.claim.Claims;
import io.kvkit.claim.HeldClaim;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/**
 * Grants leases: at most one holder per key, judged by the store's clock.
 *
 * <p>Blocking methods wait for the store on the caller's thread; the asynchronous variants hold no thread. If the store
 * fails, the methods throw a {@link KvException} and never grant a lease. Instances are safe for use by several
 * threads.
 *
 * <pre>{@code
 * try (Lease lease = leases.tryAcquire(key, Duration.ofSeconds(30)).orElseThrow()) {
 *     importOrders(lease.fence());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class Leases {

    private final Claims claims;
    private final ClaimWait wait;
    private final Timer timer;
    private final LeaseReport report;
    private final Jobs jobs;

    /** Creates leases on a store. Asynchronous tasks start on the common pool if the store needs I/O. */
    public Leases(KvStore store, Timer timer) {
        this(store, timer, ForkJoinPool.commonPool(), KvListeners.NONE);
    }

    /**
     * Creates leases on a store.
     *
     * @param timer runs renewals and waits
     * @param executor starts asynchronous tasks if the store needs I/O
     * @param listeners receive the outcomes of requests and lost leases
     */
    public Leases(KvStore store, Timer timer, Executor executor, KvListeners listeners) {
        this.claims = Claims.renewedTogether(store, timer);
        this.wait = new ClaimWait(claims, timer);
        this.timer = timer;
        this.report = new LeaseReport(listeners);
        this.jobs = new Jobs(store, claims, timer, executor, report);
    }

    /** Requests a renewed lease without waiting; returns empty if another holder has it. */
    public Optional<Lease> tryAcquire(Key key, Duration duration) {
        return acquire(key, LeaseTerms.of(duration));
    }

    /**
     * Requests a lease; returns empty if another holder still has it after the wait of the terms.
     *
     * @throws KvException if the store fails, or of kind TRANSIENT if the thread is interrupted while it waits
     */
    public Optional<Lease> acquire(Key key, LeaseTerms terms) {
        CompletableFuture<Optional<Lease>> granted = acquireAsync(key, terms);
        return Waits.await(granted, () -> abandon(granted));
    }

    // The lease may have been granted at that moment.
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    private static void abandon(CompletableFuture<Optional<Lease>> granted) {
        if (!granted.cancel(false)) {
            granted.thenAccept(lease -> lease.ifPresent(Lease::release));
        }
    }

    /**
     * Requests a lease; the result is empty if another holder still has it after the wait of the terms.
     *
     * <p>Cancelling the future ends the wait. A lease that was granted in the meantime is released.
     */
    public CompletableFuture<Optional<Lease>> acquireAsync(Key key, LeaseTerms terms) {
        CompletableFuture<Optional<Lease>> granted = new CompletableFuture<>();
        ClaimRequest request = request(terms.duration());
        wait.claim(key, request, terms.maxWait(), () -> !granted.isDone()).whenComplete((reply, failure) -> {
            report.answered(reply, key);
            if (failure != null) {
                granted.completeExceptionally(failure);
            } else if (reply instanceof ClaimReply.Claimed claimed) {
                grant(granted, hold(key, terms, request, claimed));
            } else if (reply instanceof ClaimReply.Busy) {
                granted.complete(Optional.empty());
            } else {
                granted.completeExceptionally(noLease(key));
            }
        });
        return granted;
    }

    /**
     * Runs a task on the caller's thread unless it is running elsewhere or ran a short time ago, and returns whether it
     * ran.
     *
     * @param atMost how long the key stays taken if this process dies; a task that takes longer may run twice
     * @param atLeast how long the key stays taken from the start in any case, so that a node whose schedule is late
     *     does not run the task again; zero to free it immediately; not above {@code atMost}
     * @throws Exception the exception of the task, unchanged
     */
    public boolean runIfFree(Key key, Duration atMost, Duration atLeast, Callable<?> task) throws Exception {
        return jobs.run(key, atMost, atLeast, task);
    }

    /** The asynchronous variant of {@link #runIfFree(Key, Duration, Duration, Callable)}. */
    public CompletableFuture<Boolean> runIfFreeAsync(
            Key key, Duration atMost, Duration atLeast, Supplier<? extends CompletionStage<?>> task) {
        return jobs.runAsync(key, atMost, atLeast, task);
    }

    static ClaimRequest request(Duration lease) {
        return ClaimRequest.create(null, lease, lease);
    }

    static KvException noLease(Key key) {
        return KvException.permanent("lease", key, "the key holds a record of another kind");
    }

    private Lease hold(Key key, LeaseTerms terms, ClaimRequest request, ClaimReply.Claimed claimed) {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        Runnable signal = () -> {
            report.lost(key);
            lost.complete(null);
        };
        HeldClaim held = terms.renewal() == LeaseTerms.Renewal.AUTOMATIC
                ? HeldClaim.renewed(claims, timer, key, request, signal)
                : HeldClaim.unrenewed(claims, timer, key, request, signal);
        return new Lease(held, claimed.fence(), lost);
    }

    // A cancelled future takes no lease: without a holder, the lease would be renewed for ever.
    private static void grant(CompletableFuture<Optional<Lease>> granted, Lease lease) {
        if (!granted.complete(Optional.of(lease))) {
            lease.release();
        }
    }
}
