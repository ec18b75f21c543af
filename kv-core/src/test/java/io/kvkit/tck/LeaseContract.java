package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.event.LeaseEvent.Outcome;
import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What leases promise, on any store. */
public abstract class LeaseContract extends LeaseFixture {

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

        @Test
        void cancelledWaiterAsksTheStoreNoMore() {
            acquired();
            CompletableFuture<Optional<Lease>> waiter = waiter(patient);
            pass(Duration.ofSeconds(1));
            waiter.cancel(true);
            pass(Duration.ofSeconds(1));
            int asked = store.count("claim");
            pass(Duration.ofSeconds(5));
            assertThat(store.count("claim")).isEqualTo(asked);
        }
    }
}
