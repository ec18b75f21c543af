package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.CallGuard;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.Duplicates.Skip;
import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What deduplication promises, on any store and in any style of calling. */
public abstract class DedupeContract extends RecipeContract {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RETENTION = Duration.ofDays(7);

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final Key key = newKey("dedupe");
    private CallGuard<OnceCall> guard;

    @BeforeEach
    void build() {
        guard = new Once(store, time, KvListeners.of(event -> outcomes.add(((OnceEvent) event).outcome()))).guard();
    }

    private static OnceCall event(Key key, InProgress inProgress, OnStoreFailure policy) {
        return OnceCall.of(key, new Skip(() -> "duplicate"), OnceSettings.dedupe(LEASE, RETENTION, inProgress, policy));
    }

    private OnceCall waiting() {
        return event(key, InProgress.WAIT, OnStoreFailure.FAIL);
    }

    private OnceCall rejecting() {
        return event(key, InProgress.REJECT, OnStoreFailure.FAIL);
    }

    private OnceCall proceeding() {
        return event(key, InProgress.REJECT, OnStoreFailure.PROCEED);
    }

    @Nested
    class Duplicates {

        @Test
        void eventIsProcessedOnceAndThenAnsweredAsDuplicate() {
            Handler consumer = Handler.returning("processed");
            assertThat(run(guard, waiting(), consumer)).isEqualTo("processed");
            assertThat(run(guard, waiting(), consumer)).isEqualTo("duplicate");
            assertThat(run(guard, rejecting(), consumer)).isEqualTo("duplicate");
            assertThat(consumer.runs()).isOne();
            assertThat(outcomes)
                    .containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.DUPLICATE, Outcome.DUPLICATE);
        }

        @Test
        void twoConsumersOfOneEventBothRun() {
            Handler one = Handler.returning("one");
            Handler other = Handler.returning("other");
            run(guard, waiting(), one);
            run(guard, event(newKey("dedupe"), InProgress.WAIT, OnStoreFailure.FAIL), other);
            assertThat(one.runs() + other.runs()).isEqualTo(2);
        }

        @Test
        void failingConsumerLosesNoEvent() {
            IOException broken = new IOException("broken");
            assertThat(failure(guard, waiting(), Handler.failing(broken))).isSameAs(broken);
            Handler again = Handler.returning("processed");
            assertThat(run(guard, waiting(), again)).isEqualTo("processed");
            assertThat(again.runs()).isOne();
        }

        @Test
        void failingResultOfDuplicateReachesTheCaller() {
            run(guard, waiting(), Handler.returning("processed"));
            IllegalStateException broken = new IllegalStateException("no result");
            OnceCall call = OnceCall.of(
                    key,
                    new Skip(() -> {
                        throw broken;
                    }),
                    waiting().settings());
            assertThat(failure(guard, call, Handler.returning("x"))).isSameAs(broken);
        }
    }

    @Nested
    class EventInProcess {

        @Test
        void duplicateIsRefusedAtOnceAndNotAcknowledged() {
            Handler consumer = Handler.open();
            var first = start(guard, rejecting(), consumer);
            consumer.awaitBegin();
            assertThat(failure(guard, rejecting(), Handler.returning("x")))
                    .isInstanceOfSatisfying(EventInProgressException.class, e -> {
                        assertThat(e.code()).isEqualTo("event-in-progress");
                        assertThat(e.retryAfter()).isPositive();
                    });
            consumer.finish("processed");
            assertThat(result(first)).isEqualTo("processed");
        }

        @Test
        void duplicateWaitsAndIsAnsweredWhenTheFirstSucceeds() {
            Handler consumer = Handler.open();
            var first = start(guard, waiting(), consumer);
            consumer.awaitBegin();
            var second = start(guard, waiting(), Handler.returning("x"));
            awaitPoll();
            pass(Duration.ofSeconds(5));
            assertThat(second).isNotDone();
            consumer.finish("processed");
            assertThat(result(first)).isEqualTo("processed");
            assertThat(resultInTime(second)).isEqualTo("duplicate");
        }

        @Test
        void duplicateWaitsAndProcessesTheEventWhenTheFirstFails() {
            Handler consumer = Handler.open();
            var first = start(guard, waiting(), consumer);
            consumer.awaitBegin();
            var second = start(guard, waiting(), Handler.returning("second"));
            awaitPoll();
            consumer.fail(new IOException("broken"));
            assertThat(failure(first)).hasMessage("broken");
            assertThat(resultInTime(second)).isEqualTo("second");
        }

        @Test
        void duplicateWaitsForOneLeaseAtMost() {
            Handler consumer = Handler.open();
            var first = start(guard, waiting(), consumer);
            consumer.awaitBegin();
            var second = start(guard, waiting(), Handler.returning("x"));
            awaitPoll();
            pass(LEASE.minusSeconds(1));
            assertThat(second).isNotDone();
            pass(Duration.ofSeconds(2));
            assertThat(failure(second)).isInstanceOf(EventInProgressException.class);
            consumer.finish("processed");
            assertThat(result(first)).isEqualTo("processed");
        }

        @Test
        void eventOfDeadConsumerIsTakenOverByTheWaitingOne() {
            store.fail("renew", Fault.REQUEST_LOST);
            Handler dead = Handler.open();
            start(guard, waiting(), dead);
            dead.awaitBegin();
            pass(Duration.ofSeconds(1));
            var second = start(guard, waiting(), Handler.returning("second"));
            awaitPoll();
            pass(LEASE);
            assertThat(resultInTime(second)).isEqualTo("second");
            assertThat(outcomes).contains(Outcome.TAKEOVER);
        }

        @Test
        void waitEndsWithTheStoresErrorWhenItFails() {
            Handler consumer = Handler.open();
            start(guard, waiting(), consumer);
            consumer.awaitBegin();
            var second = start(guard, waiting(), Handler.returning("x"));
            awaitPoll();
            store.fail("claim", Fault.REQUEST_LOST);
            pass(Duration.ofSeconds(1));
            assertThat(failure(second)).isInstanceOf(KvException.class);
        }

        // The wait has begun when its first pause and its limit are scheduled beside the first call's renewal.
        private void awaitPoll() {
            Eventually.until(() -> time.pending() >= 3);
        }

        private @Nullable Object resultInTime(CompletableFuture<@Nullable Object> future) {
            for (int i = 0; i < 3; i++) {
                pass(Duration.ofSeconds(1));
            }
            return result(future);
        }
    }

    @Nested
    class StoreFailure {

        @Test
        void eventIsRefusedSoThatItIsDeliveredAgain() {
            store.fail("claim", Fault.REQUEST_LOST);
            Handler consumer = Handler.returning("processed");
            assertThat(failure(guard, waiting(), consumer)).isInstanceOf(KvException.class);
            assertThat(consumer.runs()).isZero();
            store.heal();
            assertThat(run(guard, waiting(), consumer)).isEqualTo("processed");
        }

        @Test
        void eventIsProcessedWithoutStoreIfThatIsWanted() {
            store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
            assertThat(run(guard, proceeding(), Handler.returning("processed"))).isEqualTo("processed");
            assertThat(outcomes).containsExactly(Outcome.UNPROTECTED);
        }

        @Test
        void foreignRecordIsPermanentErrorAlsoForEventsThatProceedWithoutStore() {
            result(store.set(key, new byte[] {1, 2, 3}, Ttl.ofMillis(60_000)).toCompletableFuture());
            assertThat(failure(guard, proceeding(), Handler.returning("x")))
                    .isInstanceOfSatisfying(
                            KvException.class, e -> assertThat(e.kind()).isEqualTo(KvException.Kind.PERMANENT));
        }

        @Test
        void processedEventIsStoredLaterWhenTheStoreFailsAtTheEnd() {
            store.failNext(2, "complete", Fault.REQUEST_LOST);
            assertThat(run(guard, waiting(), Handler.returning("processed"))).isEqualTo("processed");
            assertThat(failure(guard, rejecting(), Handler.returning("x")))
                    .isInstanceOf(EventInProgressException.class);
            pass(Duration.ofSeconds(1));
            assertThat(run(guard, rejecting(), Handler.returning("x"))).isEqualTo("duplicate");
        }

        @Test
        void processedEventThatCouldNotBeStoredIsReportedOnce() {
            store.fail("complete", Fault.REQUEST_LOST);
            run(guard, waiting(), Handler.returning("processed"));
            pass(LEASE.multipliedBy(3));
            assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.COMPLETION_LOST);
        }

        @Test
        void failingReleaseIsSuppressedInTheConsumersFailureAndRepeated() {
            store.failNext(1, "fail", Fault.REQUEST_LOST);
            IOException broken = new IOException("broken");
            assertThat(failure(guard, waiting(), Handler.failing(broken))).isSameAs(broken);
            assertThat(broken.getSuppressed()).hasSize(1);
            pass(Duration.ofSeconds(1));
            assertThat(run(guard, rejecting(), Handler.returning("second"))).isEqualTo("second");
        }
    }

    @Nested
    class Concurrency {

        @Test
        void longConsumerKeepsItsEventForTenLeases() {
            Handler consumer = Handler.open();
            var first = start(guard, waiting(), consumer);
            consumer.awaitBegin();
            pass(LEASE.multipliedBy(10));
            assertThat(failure(guard, rejecting(), Handler.returning("x")))
                    .isInstanceOf(EventInProgressException.class);
            consumer.finish("processed");
            assertThat(result(first)).isEqualTo("processed");
        }

        @Test
        void sixteenDeliveriesAtOnceAreProcessedOnce() throws Exception {
            Handler consumer = Handler.open();
            CountDownLatch refused = new CountDownLatch(15);
            List<CompletableFuture<@Nullable Object>> deliveries = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                var one = start(guard, rejecting(), consumer);
                one.whenComplete((value, failure) -> refused.countDown());
                deliveries.add(one);
            }
            assertThat(refused.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            var running =
                    deliveries.stream().filter(delivery -> !delivery.isDone()).toList();
            assertThat(running).hasSize(1);
            consumer.finish("processed");
            assertThat(result(running.get(0))).isEqualTo("processed");
            assertThat(consumer.runs()).isOne();
            assertThat(run(guard, rejecting(), consumer)).isEqualTo("duplicate");
        }
    }
}
