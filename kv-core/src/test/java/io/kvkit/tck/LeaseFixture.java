package io.kvkit.tck;

import io.kvkit.event.KvListeners;
import io.kvkit.event.LeaseEvent;
import io.kvkit.event.LeaseEvent.Outcome;
import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two applications that lease one key, and what is observed of the first. What a test leaves held is closed. */
abstract class LeaseFixture extends RecipeContract {

    static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    final Key key = newKey("lease");
    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    final List<Lease> held = new CopyOnWriteArrayList<>();
    Leases mine;
    Leases theirs;

    @Override
    protected final CallStyle style() {
        return CallStyle.PLAIN;
    }

    @BeforeEach
    void build() {
        mine = new Leases(
                store, time, CallThreads::start, KvListeners.of(event -> outcomes.add(((LeaseEvent) event).outcome())));
        theirs = new Leases(store, time);
    }

    final Lease acquired() {
        return tried(mine).orElseThrow();
    }

    final Optional<Lease> tried(Leases of) {
        return noted(of.tryAcquire(key, TEN_SECONDS));
    }

    final CompletableFuture<Optional<Lease>> waiter(LeaseTerms terms) {
        CompletableFuture<Optional<Lease>> waiter = leftovers.call(theirs.acquireAsync(key, terms));
        waiter.thenAccept(this::noted);
        return waiter;
    }

    final Optional<Lease> noted(Optional<Lease> lease) {
        lease.ifPresent(held::add);
        return lease;
    }

    @AfterEach
    void closeLeases() {
        store.heal();
        held.forEach(Lease::close);
    }
}
