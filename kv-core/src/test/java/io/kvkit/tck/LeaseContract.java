package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.lease.Lease;
import io.kvkit.lease.LeaseObserver.Outcome;
import io.kvkit.lease.LeaseTerms;
import io.kvkit.lease.Leases;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What leases promise, on any store. */
public abstract class LeaseContract extends RecipeContract {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Key key = newKey("lease");
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Lease> held = new CopyOnWriteArrayList<>();
    private Leases mine;
    private Leases theirs;

    @Override
    protected final CallStyle style() {
        return CallStyle.PLAIN;
    }

    @BeforeEach
    void build() {
        mine = new Leases(store, time, CallThreads::start, (outcome, of) -> outcomes.add(outcome));
        theirs = new Leases(store, time);
    }

    private Lease acquired() {
        return tried(mine).orElseThrow();
    }

    private Optional<Lease> tried(Leases of) {
        return noted(of.tryAcquire(key, TEN_SECONDS));
    }

    private CompletableFuture<Optional<Lease>> waiter(LeaseTerms terms) {
        CompletableFuture<Optional<Lease>> waiter = leftovers.call(theirs.acquireAsync(key, terms));
        waiter.thenAccept(this::noted);
        return waiter;
    }

    private Optional<Lease> noted(Optional<Lease> lease) {
        lease.ifPresent(held::add);
        return lease;
    }

    /** What a test leaves held is closed, so that no renewal goes on. */
    @AfterEach
    void closeLeases() {
        store.heal();
        held.forEach(Lease::close);
    }

    @Nested
    class Observation {

        @Test
        void everyRequestHasOneOutcomeAndALostLeaseAnother() throws Exception {
            Lease lease = acquired();
            tried(mine);
            lease.close();
            assertThat(mine.runIfFree(key, TEN_SECONDS, Duration.ZERO, () -> "ran"))
                    .isTrue();
            store.failNext(1, "claim", Fault.REQUEST_LOST);
            assertThatThrownBy(() -> tried(mine)).isInstanceOf(KvException.class);
            assertThat(outcomes).containsExactly(Outcome.GRANTED, Outcome.BUSY, Outcome.GRANTED, Outcome.UNAVAILABLE);

            outcomes.clear();
            mine.acquire(key, LeaseTerms.of(TEN_SECONDS).unrenewed()).orElseThrow();
            pass(TEN_SECONDS);
            assertThat(outcomes).containsExactly(Outcome.GRANTED, Outcome.LOST);
        }
    }

    @Nested
    class Ownership {

        @Test
        void leaseHasOneHolderUntilItIsClosed() {
            Lease lease = acquired();
            assertThat(lease.isHeld()).isTrue();
            assertThat(tried(theirs)).isEmpty();
            lease.close();
            assertThat(lease.isHeld()).isFalse();
            assertThat(tried(theirs)).isPresent();
        }

        @Test
        void leaseIsRenewedForTenTimesItsDuration() {
            Lease lease = acquired();
            pass(TEN_SECONDS.multipliedBy(10));
            assertThat(lease.isHeld()).isTrue();
            assertThat(tried(theirs)).isEmpty();
            lease.close();
            assertThat(time.pending()).isZero();
        }

        @Test
        void leaseWithoutRenewalEndsAfterItsDuration() {
            Lease lease =
                    mine.acquire(key, LeaseTerms.of(TEN_SECONDS).unrenewed()).orElseThrow();
            pass(TEN_SECONDS);
            assertThat(lease.isHeld()).isFalse();
            assertThat(lease.lost().toCompletableFuture()).isDone();
            assertThat(tried(theirs)).isPresent();
        }

        @Test
        void lossIsSignalledAndLateCloseFreesNothing() {
            store.fail("renew", Fault.REQUEST_LOST);
            Lease lease = acquired();
            pass(TEN_SECONDS);
            assertThat(lease.isHeld()).isFalse();
            assertThat(lease.lost().toCompletableFuture()).isDone();
            store.heal();
            Lease other = tried(theirs).orElseThrow();
            assertThat(other.fence()).isGreaterThan(lease.fence());
            assertThat(result(lease.release().toCompletableFuture())).isFalse();
            assertThat(tried(mine)).isEmpty();
        }

        @Test
        void secondCloseDoesNotFreeTheLeaseOfTheNextHolder() {
            Lease lease = acquired();
            lease.close();
            assertThat(tried(theirs)).isPresent();
            lease.close();
            assertThat(tried(mine)).isEmpty();
        }

        @Test
        void fenceGrowsWithEveryHolder() {
            Lease first = acquired();
            first.close();
            Lease second = acquired();
            assertThat(second.fence()).isGreaterThan(first.fence());
        }

        @Test
        void failingStoreIsErrorAndNotLease() {
            store.fail("claim", Fault.REQUEST_LOST);
            assertThatThrownBy(() -> tried(mine)).isInstanceOf(KvException.class);
        }

        @Test
        void closeThatCannotReachTheStoreFailsNobodyAndIsRepeated() {
            Lease lease = acquired();
            store.failNext(1, "fail", Fault.REQUEST_LOST);
            lease.close();
            pass(Duration.ofSeconds(1));
            assertThat(tried(theirs)).isPresent();
        }
    }

    @Nested
    class Waiting {

        private final LeaseTerms patient = LeaseTerms.of(TEN_SECONDS).waiting(Duration.ofSeconds(30));

        @Test
        void waiterGetsTheLeaseWhenItIsClosed() {
            Lease lease = acquired();
            var waiter = waiter(patient);
            pass(Duration.ofSeconds(3));
            assertThat(waiter).isNotDone();
            lease.close();
            pass(Duration.ofSeconds(1));
            assertThat(result(waiter)).isPresent();
        }

        @Test
        void waitEndsEmptyAfterItsTime() {
            acquired();
            var waiter = waiter(patient);
            pass(Duration.ofSeconds(29));
            assertThat(waiter).isNotDone();
            pass(Duration.ofSeconds(2));
            assertThat(result(waiter)).isEmpty();
        }

        @Test
        void blockingWaiterGetsTheLeaseOfDeadHolder() {
            store.fail("renew", Fault.REQUEST_LOST);
            acquired();
            int before = time.pending();
            var waiter = CompletableFuture.supplyAsync(() -> noted(theirs.acquire(key, patient)), CallThreads::start);
            Eventually.until(() -> time.pending() >= before + 2);
            pass(TEN_SECONDS.plusSeconds(1));
            assertThat(result(waiter)).isPresent();
        }

        @Test
        void cancelledWaiterTakesNoLease() {
            Lease lease = acquired();
            CompletableFuture<Optional<Lease>> waiter = waiter(patient);
            pass(Duration.ofSeconds(1));
            waiter.cancel(true);
            lease.close();
            pass(Duration.ofSeconds(2));
            assertThat(tried(mine)).isPresent();
        }
    }

    @Nested
    class Jobs {

        private final Duration atMost = Duration.ofMinutes(10);
        private final AtomicInteger runs = new AtomicInteger();

        private boolean run(Leases leases, Duration atLeast) throws Exception {
            return leases.runIfFree(key, atMost, atLeast, runs::incrementAndGet);
        }

        @Test
        void keyStaysTakenForTheLeastTimeAfterShortTask() throws Exception {
            assertThat(run(mine, Duration.ofMinutes(1))).isTrue();
            pass(Duration.ofSeconds(59));
            assertThat(run(theirs, Duration.ofMinutes(1))).isFalse();
            pass(Duration.ofSeconds(1));
            assertThat(run(theirs, Duration.ofMinutes(1))).isTrue();
            assertThat(runs).hasValue(2);
        }

        @Test
        void keyIsFreeAtOnceWithoutLeastTime() throws Exception {
            assertThat(run(mine, Duration.ZERO)).isTrue();
            assertThat(run(theirs, Duration.ZERO)).isTrue();
        }

        @Test
        void keyIsFreeAfterTaskThatTookLongerThanTheLeastTime() {
            CompletableFuture<Object> task = new CompletableFuture<>();
            var first = mine.runIfFreeAsync(key, atMost, Duration.ofMinutes(1), () -> task);
            pass(Duration.ofMinutes(2));
            task.complete("done");
            assertThat(result(first)).isTrue();
            assertThat(tried(theirs)).isPresent();
        }

        @Test
        void taskDoesNotRunWhileItRunsElsewhere() {
            CompletableFuture<Object> task = new CompletableFuture<>();
            var first = mine.runIfFreeAsync(key, atMost, Duration.ZERO, () -> task);
            settle();
            assertThat(result(theirs.runIfFreeAsync(key, atMost, Duration.ZERO, () -> task)))
                    .isFalse();
            task.complete("done");
            assertThat(result(first)).isTrue();
        }

        @Test
        void crashFreesTheKeyAfterTheMostTime() throws Exception {
            mine.runIfFreeAsync(key, atMost, Duration.ZERO, CompletableFuture::new);
            pass(atMost.minusSeconds(1));
            assertThat(run(theirs, Duration.ZERO)).isFalse();
            pass(Duration.ofSeconds(1));
            assertThat(run(theirs, Duration.ZERO)).isTrue();
        }

        @Test
        void failureOfTaskArrivesUnchangedAndKeepsTheLeastTime() {
            IOException broken = new IOException("broken");
            assertThatThrownBy(() -> mine.runIfFree(key, atMost, Duration.ofMinutes(1), () -> {
                        throw broken;
                    }))
                    .isSameAs(broken);
            assertThat(tried(theirs)).isEmpty();
            assertThat(failure(theirs.runIfFreeAsync(newKey("lease"), atMost, Duration.ZERO, () -> {
                        throw new IllegalStateException("broken");
                    })))
                    .hasMessage("broken");
        }

        @Test
        void leastTimeAboveTheMostTimeIsMistake() {
            assertThatThrownBy(() -> run(mine, atMost.plusSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void storeThatFailsAtTheEndChangesNoResult() throws Exception {
            store.fail("fail", Fault.REQUEST_LOST);
            assertThat(run(mine, Duration.ZERO)).isTrue();
        }
    }
}
