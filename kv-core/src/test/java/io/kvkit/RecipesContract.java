package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.recipe.lease.Lease;
import io.kvkit.recipe.lease.LeaseTerms;
import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.store.KvException;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client does beyond single keys: computing once, working once, limiting, leasing. */
abstract class RecipesContract extends ClientGroup {

    private static final TypeRef<List<Integer>> NUMBERS = new TypeRef<>() {};

    private final AtomicInteger runs = new AtomicInteger();

    private <T> Supplier<T> counted(T result) {
        return () -> {
            runs.incrementAndGet();
            return result;
        };
    }

    // Calls that wait for each other are woken by the timer.
    private void moveTimeUntilDone(List<? extends Future<?>> calls) {
        Eventually.until(() -> {
            under.time().advance(Duration.ofMillis(250));
            return calls.stream().allMatch(Future::isDone);
        });
    }

    @Test
    void valueIsComputedOnceWithinItsTime() {
        assertThat(client.guardedGet("a", MINUTE, String.class, counted("one"))).isEqualTo("one");
        assertThat(client.guardedGet("a", MINUTE, String.class, counted("two"))).isEqualTo("one");
        under.advance(MINUTE);
        assertThat(client.guardedGet("a", MINUTE, String.class, counted("three")))
                .isEqualTo("three");
        assertThat(runs).hasValue(2);
    }

    @Test
    void computedValueKeepsItsTypeArguments() {
        client.guardedGet("a", MINUTE, NUMBERS, counted(List.of(1, 2)));
        assertThat(client.guardedGet("a", MINUTE, NUMBERS, counted(List.of()))).containsExactly(1, 2);
    }

    @Test
    void oneOfSixtyFourCallsComputes() throws Exception {
        List<Future<String>> calls = atOnce(64, () -> client.guardedGet("a", MINUTE, String.class, counted("one")));
        for (Future<String> call : calls) {
            assertThat(call.get()).isEqualTo("one");
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void nullIsAResultToo() {
        assertThat(client.guardedGet("a", MINUTE, String.class, counted(null))).isNull();
        assertThat(client.guardedGet("a", MINUTE, String.class, counted("two"))).isNull();
        under.advance(Duration.ofSeconds(30));
        assertThat(client.guardedGet("a", MINUTE, String.class, counted("three")))
                .isEqualTo("three");
    }

    @Test
    void failureOfALoaderArrivesUnchangedAndIsNotKept() {
        IllegalStateException failure = new IllegalStateException("no stock");
        assertThatThrownBy(() -> client.guardedGet("a", MINUTE, String.class, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(client.guardedGet("a", MINUTE, String.class, counted("two"))).isEqualTo("two");
    }

    @Test
    void invalidationDuringALoadKeepsTheOldValueOut() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<String> slow = aside(() -> client.guardedGet("a", MINUTE, String.class, () -> {
            begun.countDown();
            await(go);
            return "old";
        }));
        begun.await();
        client.invalidate("a");
        go.countDown();
        assertThat(slow.get()).isEqualTo("old");
        assertThat(client.guardedGet("a", MINUTE, String.class, counted("new"))).isEqualTo("new");
    }

    @Test
    void workIsDoneOncePerKey() {
        assertThat(client.idempotentExecute("a", String.class, counted("one")))
                .isEqualTo(new IdempotentResult<>("one", false));
        assertThat(client.idempotentExecute("a", String.class, counted("two")))
                .isEqualTo(new IdempotentResult<>("one", true));
        assertThat(client.idempotentExecute("b", String.class, counted("two")).value())
                .isEqualTo("two");
        assertThat(runs).hasValue(2);
    }

    @Test
    void resultOfWorkIsKeptForItsTime() {
        client.idempotentExecute("a", MINUTE, NUMBERS, counted(List.of(1, 2)));
        assertThat(client.idempotentExecute("a", MINUTE, NUMBERS, counted(List.of())))
                .isEqualTo(new IdempotentResult<>(List.of(1, 2), true));
        under.advance(MINUTE.plusSeconds(2));
        assertThat(client.idempotentExecute("a", MINUTE, NUMBERS, counted(List.of()))
                        .replayed())
                .isFalse();
    }

    @Test
    void workWithoutResultIsDoneOnceToo() {
        assertThat(client.idempotentExecute("a", Void.class, counted(null)))
                .isEqualTo(new IdempotentResult<>(null, false));
        assertThat(client.idempotentExecute("a", Void.class, counted(null)))
                .isEqualTo(new IdempotentResult<>(null, true));
    }

    @Test
    void workThatFailsLeavesTheKeyFree() {
        IllegalStateException failure = new IllegalStateException("declined");
        assertThatThrownBy(() -> client.idempotentExecute("a", String.class, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(client.idempotentExecute("a", String.class, counted("two")))
                .isEqualTo(new IdempotentResult<>("two", false));
    }

    @Test
    void secondCallMeanwhileIsRefused() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<IdempotentResult<String>> slow = aside(() -> client.idempotentExecute("a", String.class, () -> {
            begun.countDown();
            await(go);
            return "one";
        }));
        begun.await();
        assertThatThrownBy(() -> client.idempotentExecute("a", String.class, counted("two")))
                .isInstanceOfSatisfying(
                        IdempotencyInProgressException.class,
                        refused -> assertThat(refused.retryAfter()).isPositive());
        go.countDown();
        assertThat(slow.get().replayed()).isFalse();
        assertThat(client.idempotentExecute("a", String.class, counted("two")).value())
                .isEqualTo("one");
    }

    @Test
    void resultIsNeverGivenOutAsAnotherType() {
        client.idempotentExecute("a", String.class, counted("1"));
        assertThatThrownBy(() -> client.idempotentExecute("a", Integer.class, counted(2)))
                .isInstanceOfSatisfying(
                        KvException.class,
                        failure -> assertThat(isPermanent(failure)).isTrue());
        assertThat(runs).hasValue(1);
    }

    @Test
    void eventIsMarkedOnce() throws Exception {
        AtomicInteger first = new AtomicInteger();
        List<Future<Boolean>> calls = atOnce(16, () -> client.alreadyProcessed("evt_1"));
        moveTimeUntilDone(calls);
        for (Future<Boolean> call : calls) {
            if (!call.get()) {
                first.incrementAndGet();
            }
        }
        assertThat(first).hasValue(1);
        assertThat(client.alreadyProcessed("evt_2")).isFalse();
    }

    @Test
    void eventIsRememberedForItsTime() {
        assertThat(client.alreadyProcessed("evt_1", MINUTE)).isFalse();
        assertThat(client.alreadyProcessed("evt_1", MINUTE)).isTrue();
        under.advance(MINUTE.plusSeconds(2));
        assertThat(client.alreadyProcessed("evt_1", MINUTE)).isFalse();
    }

    @Test
    void eventIsProcessedOnce() {
        assertThat(client.processOnce("evt_1", runs::incrementAndGet)).isTrue();
        assertThat(client.processOnce("evt_1", runs::incrementAndGet)).isFalse();
        assertThat(client.processOnce("evt_1", MINUTE, runs::incrementAndGet)).isFalse();
        assertThat(client.alreadyProcessed("evt_1")).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void workThatFailsLeavesTheEventToTheNextDelivery() {
        IllegalStateException failure = new IllegalStateException("shop is closed");
        assertThatThrownBy(() -> client.processOnce("evt_1", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(client.processOnce("evt_1", runs::incrementAndGet)).isTrue();
    }

    @Test
    void secondDeliveryWaitsForTheFirstAndIsRefusedWhenItTakesTooLong() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<Boolean> slow = aside(() -> client.processOnce("evt_1", () -> {
            begun.countDown();
            await(go);
        }));
        begun.await();
        Future<Boolean> second = aside(() -> client.processOnce("evt_1", runs::incrementAndGet));
        moveTimeUntilDone(List.of(second));
        assertThatThrownBy(second::get).hasCauseInstanceOf(EventInProgressException.class);
        go.countDown();
        assertThat(slow.get()).isTrue();
        assertThat(runs).hasValue(0);
    }

    @Test
    void burstUpToTheLimitPassesAndTheNextCallIsToldWhenToComeBack() {
        for (int left = 4; left >= 0; left--) {
            RateLimitResult passed = client.rateLimit("mail:ada", 5, Duration.ofSeconds(10));
            assertThat(passed.allowed()).isTrue();
            assertThat(passed.remaining()).isEqualTo(left);
            assertThat(passed.limit()).isEqualTo(5);
            assertThat(passed.retryAfter()).isEqualTo(Duration.ZERO);
        }
        RateLimitResult refused = client.rateLimit("mail:ada", 5, Duration.ofSeconds(10));
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(1_990), Duration.ofMillis(2_001));
        assertThat(client.rateLimit("mail:bob", 5, Duration.ofSeconds(10)).allowed())
                .isTrue();
        under.advance(refused.retryAfter());
        assertThat(client.rateLimit("mail:ada", 5, Duration.ofSeconds(10)).allowed())
                .isTrue();
        assertThat(client.rateLimit("mail:ada", 5, Duration.ofSeconds(10)).allowed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void limitThatAllowsNothingIsRefused(int limit) {
        assertThatThrownBy(() -> client.rateLimit("a", limit, MINUTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit");
    }

    @Test
    void leaseHasOneHolder() {
        Lease held = client.lease("import").tryAcquire(MINUTE).orElseThrow();
        assertThat(client.lease("import").tryAcquire(MINUTE)).isEmpty();
        assertThat(client.lease("import").acquire(MINUTE, Duration.ZERO)).isEmpty();
        assertThat(client.lease("import").acquire(LeaseTerms.of(MINUTE).unrenewed()))
                .isEmpty();
        client.lease("other").tryAcquire(MINUTE).orElseThrow().close();
        held.close();
        try (Lease next = client.lease("import").acquire(MINUTE, MINUTE).orElseThrow()) {
            assertThat(next.fence()).isGreaterThan(held.fence());
        }
    }

    @Test
    void taskRunsUnlessItRanAShortTimeAgo() {
        KvLease report = client.lease("report");
        assertThat(report.runIfFree(MINUTE, Duration.ofSeconds(30), runs::incrementAndGet))
                .isTrue();
        assertThat(report.runIfFree(MINUTE, Duration.ofSeconds(30), runs::incrementAndGet))
                .isFalse();
        under.advance(Duration.ofSeconds(31));
        assertThat(report.runIfFree(MINUTE, Duration.ZERO, runs::incrementAndGet))
                .isTrue();
        assertThat(report.runIfFree(MINUTE, Duration.ZERO, runs::incrementAndGet))
                .isTrue();
        assertThat(runs).hasValue(3);
    }

    @Test
    void failureOfATaskArrivesUnchangedAndFreesTheName() {
        IllegalStateException failure = new IllegalStateException("printer on fire");
        assertThatThrownBy(() -> client.lease("report").runIfFree(MINUTE, Duration.ZERO, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(client.lease("report").runIfFree(MINUTE, Duration.ZERO, () -> {}))
                .isTrue();
    }
}
