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
 * <p>Methods that block wait for the store on the caller's thread; their asynchronous twins hold no thread. A failing
 * store is a {@link KvException}, never a granted lease.
 */
public final class Leases {

    private final Claims claims;
    private final ClaimWait wait;
    private final Timer timer;
    private final LeaseReport report;
    private final Jobs jobs;

    /** Leases on a store; asynchronous tasks begin on the common pool when the store needs I/O. */
    public Leases(KvStore store, Timer timer) {
        this(store, timer, ForkJoinPool.commonPool(), KvListeners.NONE);
    }

    /**
     * Leases on a store.
     *
     * @param timer runs renewals and waiting
     * @param executor begins asynchronous tasks when the store needs I/O
     * @param listeners hear what becomes of leases
     */
    public Leases(KvStore store, Timer timer, Executor executor, KvListeners listeners) {
        this.claims = new Claims(store, timer);
        this.wait = new ClaimWait(claims, timer);
        this.timer = timer;
        this.report = new LeaseReport(listeners);
        this.jobs = new Jobs(store, claims, timer, executor, report);
    }

    /** Asks for a renewed lease without waiting; empty when somebody else holds it. */
    public Optional<Lease> tryAcquire(Key key, Duration duration) {
        return acquire(key, LeaseTerms.of(duration));
    }

    /**
     * Asks for a lease; empty when somebody else holds it, also after the wait that the terms allow. An interrupt ends
     * the wait with a TRANSIENT {@link KvException}.
     */
    public Optional<Lease> acquire(Key key, LeaseTerms terms) {
        CompletableFuture<Optional<Lease>> granted = acquireAsync(key, terms);
        return Waits.await(granted, () -> abandon(granted));
    }

    // It may have been granted at that moment.
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    private static void abandon(CompletableFuture<Optional<Lease>> granted) {
        if (!granted.cancel(false)) {
            granted.thenAccept(lease -> lease.ifPresent(Lease::release));
        }
    }

    /**
     * Asks for a lease; empty when somebody else holds it, also after the wait that the terms allow.
     *
     * <p>Cancelling the future ends the wait; a lease that was granted meanwhile is released.
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
     * Runs a task on the caller's thread unless it runs elsewhere or ran a short time ago; tells whether it ran.
     *
     * @param atMost how long the key stays taken when this process dies; a task that takes longer may run twice
     * @param atLeast how long the key stays taken from the start in any case, so that a node whose schedule is late
     *     does not run the task again; zero to free it at once; not above {@code atMost}
     * @throws Exception what the task threw, unchanged
     */
    public boolean runIfFree(Key key, Duration atMost, Duration atLeast, Callable<?> task) throws Exception {
        return jobs.run(key, atMost, atLeast, task);
    }

    /** The asynchronous twin of {@link #runIfFree(Key, Duration, Duration, Callable)}. */
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

    // A future that was cancelled takes no lease: without a holder it would be renewed for ever.
    private static void grant(CompletableFuture<Optional<Lease>> granted, Lease lease) {
        if (!granted.complete(Optional.of(lease))) {
            lease.release();
        }
    }
}
