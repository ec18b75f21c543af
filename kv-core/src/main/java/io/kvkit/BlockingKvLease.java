package io.kvkit;

import io.kvkit.call.Failures;
import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Waits for the lease of one key, and runs tasks on the caller's thread. */
record BlockingKvLease(Leases leases, Key key) implements KvLease {

    @Override
    public Optional<Lease> tryAcquire(Duration duration) {
        return leases.tryAcquire(key, duration);
    }

    @Override
    public Optional<Lease> acquire(Duration duration, Duration maxWait) {
        return leases.acquire(key, LeaseTerms.of(duration).waiting(maxWait));
    }

    @Override
    public Optional<Lease> acquire(LeaseTerms terms) {
        return leases.acquire(key, terms);
    }

    @Override
    public boolean runIfFree(Duration atMost, Duration atLeast, Runnable task) {
        try {
            return leases.runIfFree(key, atMost, atLeast, Executors.callable(task));
        } catch (Exception e) {
            throw Failures.<RuntimeException>sneaky(e);
        }
    }
}
