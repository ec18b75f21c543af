package io.kvkit;

import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The lease of one key. */
record StagedKvLease(Leases leases, Key key) implements AsyncKvLease {

    @Override
    public CompletableFuture<Optional<Lease>> tryAcquire(Duration duration) {
        return acquire(LeaseTerms.of(duration));
    }

    @Override
    public CompletableFuture<Optional<Lease>> acquire(Duration duration, Duration maxWait) {
        return acquire(LeaseTerms.of(duration).waiting(maxWait));
    }

    @Override
    public CompletableFuture<Optional<Lease>> acquire(LeaseTerms terms) {
        return leases.acquireAsync(key, terms);
    }

    @Override
    public CompletableFuture<Boolean> runIfFree(
            Duration atMost, Duration atLeast, Supplier<? extends CompletionStage<?>> task) {
        return leases.runIfFreeAsync(key, atMost, atLeast, task);
    }
}
