package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What idempotency promises while leases lapse and the store fails, on any store and in any style of calling. */
public abstract class IdempotencyFaultContract extends IdempotencyFixture {

    @Nested
    class LeaseOfRunningCall {

        @Test
        void longCallKeepsItsKeyForTenLeases() {
            Handler handler = Handler.open();
            var first = start(guard, call(), handler);
            handler.awaitBegin();
            for (int lease = 0; lease < 10; lease++) {
                pass(LEASE);
                assertThat(failure(guard, call(), Handler.returning("second")))
                        .isInstanceOf(IdempotencyInProgressException.class);
            }
            handler.finish("first");
            assertThat(result(first)).isEqualTo("first");
            assertThat(runOnce("third")).isEqualTo("first");
            assertThat(outcomes).doesNotContain(Outcome.LEASE_LOST);
        }

        @Test
        void lateOwnerKeepsItsValueButDoesNotOverwriteTheTakeover() {
            store.fail("renew", Fault.REQUEST_LOST);
            Handler handler = Handler.open();
            var late = start(guard, call(), handler);
            handler.awaitBegin();
            pass(LEASE.plusMillis(1));
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.LEASE_LOST);
            assertThat(runOnce("takeover")).isEqualTo("takeover");
            handler.finish("late");
            assertThat(result(late)).isEqualTo("late");
            assertThat(runOnce("third")).isEqualTo("takeover");
            assertThat(outcomes)
                    .containsExactly(
                            Outcome.CLAIMED,
                            Outcome.LEASE_LOST,
                            Outcome.TAKEOVER,
                            Outcome.COMPLETED,
                            Outcome.STALE,
                            Outcome.REPLAYED);
        }

        @Test
        void lateOwnerDoesNotFreeTheKeyOfTheTakeover() {
            store.fail("renew", Fault.REQUEST_LOST);
            Handler handler = Handler.open();
            var late = start(guard, call(), handler);
            handler.awaitBegin();
            pass(LEASE.plusMillis(1));
            Handler takeover = Handler.open();
            var second = start(guard, call(), takeover);
            takeover.awaitBegin();
            handler.fail(new IOException("late"));
            assertThat(failure(late)).hasMessage("late");
            assertThat(failure(guard, call(), Handler.returning("third")))
                    .isInstanceOf(IdempotencyInProgressException.class);
            takeover.finish("second");
            assertThat(result(second)).isEqualTo("second");
        }
    }

    @Nested
    class StoreFailure {

        @Test
        void callIsRefusedWithStoresErrorWhenItCannotBeClaimed() {
            store.fail("claim", Fault.REQUEST_LOST);
            Handler handler = Handler.returning("x");
            assertThat(failure(guard, call(), handler)).isInstanceOf(KvException.class);
            assertThat(handler.runs()).isZero();
            assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE);
        }

        @Test
        void claimWhoseReplyWasLostForGoodIsFreeAgainSoon() {
            store.fail("claim", Fault.REPLY_LOST);
            failure(guard, call(), Handler.returning("x"));
            store.heal();
            pass(LEASE.dividedBy(2));
            pass(LEASE.dividedBy(2).plusMillis(1));
            assertThat(runOnce("second")).isEqualTo("second");
        }

        @Test
        void callProceedsWithoutStoreButNotTwiceInOneProcess() {
            store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
            OnceCall proceeding = call(null, OnStoreFailure.PROCEED);
            Handler handler = Handler.open();
            var first = start(guard, proceeding, handler);
            handler.awaitBegin();
            assertThat(failure(guard, proceeding, Handler.returning("second")))
                    .isInstanceOf(IdempotencyInProgressException.class);
            handler.finish("first");
            assertThat(result(first)).isEqualTo("first");
            assertThat(outcomes).containsExactly(Outcome.UNPROTECTED, Outcome.IN_PROGRESS);
            assertThat(run(guard, proceeding, Handler.returning("third"))).isEqualTo("third");
        }

        @Test
        void listenerHearsWhetherTheCallIsProtected() {
            OnceCall proceeding = call(null, OnStoreFailure.PROCEED);
            failure(guard, proceeding, Handler.failing(new IOException()));
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.RELEASED);
            store.fail("claim", Fault.REQUEST_LOST);
            failure(guard, proceeding, Handler.failing(new IOException()));
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.RELEASED, Outcome.UNPROTECTED);
        }

        @Test
        void protectedCallThatRunsBlocksDuplicatesAlsoWhenTheStoreGoesAway() {
            OnceCall proceeding = call(null, OnStoreFailure.PROCEED);
            Handler handler = Handler.open();
            var first = start(guard, proceeding, handler);
            handler.awaitBegin();
            store.fail("claim", Fault.REQUEST_LOST);
            assertThat(failure(guard, proceeding, Handler.returning("second")))
                    .isInstanceOf(IdempotencyInProgressException.class);
            handler.finish("first");
            result(first);
        }

        @Test
        void successWhoseStoringFailsReachesItsCallerAndIsStoredLater() {
            store.failNext(3, "complete", Fault.REQUEST_LOST);
            assertThat(runOnce("first")).isEqualTo("first");
            assertThat(failure(guard, call(), Handler.returning("second")))
                    .isInstanceOf(IdempotencyInProgressException.class);
            pass(Duration.ofSeconds(2));
            assertThat(runOnce("third")).isEqualTo("first");
            assertThat(outcomes).contains(Outcome.COMPLETED).doesNotContain(Outcome.COMPLETION_LOST);
        }

        @Test
        void keyStaysTakenWhileStoringIsRepeated() {
            store.fail("complete", Fault.REQUEST_LOST);
            runOnce("first");
            pass(LEASE.minusSeconds(1));
            assertThat(failure(guard, call(), Handler.returning("second")))
                    .isInstanceOf(IdempotencyInProgressException.class);
            store.heal();
            pass(Duration.ofSeconds(2));
            assertThat(runOnce("third")).isEqualTo("first");
        }

        @Test
        void successThatCouldNotBeStoredWithinTheLeaseIsReportedOnce() {
            store.fail("complete", Fault.REQUEST_LOST);
            assertThat(runOnce("first")).isEqualTo("first");
            pass(LEASE.multipliedBy(4));
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.COMPLETION_LOST);
            assertThat(time.pending()).isZero();
        }

        @Test
        void lostReplyOfCompletionIsNotLostResult() {
            store.failNext(1, "complete", Fault.REPLY_LOST);
            assertThat(runOnce("first")).isEqualTo("first");
            assertThat(runOnce("second")).isEqualTo("first");
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.REPLAYED);
        }

        @Test
        void failingListenerChangesNothing() {
            guard = new Once(store, time, KvListeners.of(event -> {
                        throw new IllegalStateException("listener");
                    }))
                    .guard();
            assertThat(runOnce("first")).isEqualTo("first");
            assertThat(runOnce("second")).isEqualTo("first");
        }
    }
}
