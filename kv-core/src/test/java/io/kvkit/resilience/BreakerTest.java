package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.BreakerState;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The circuit breaker of a store that does as it is told, in virtual time. */
class BreakerTest extends Shielded {

    @ParameterizedTest
    @EnumSource(names = {"TRANSIENT", "TIMEOUT", "UNKNOWN"})
    void failuresOfTheStoreOpenTheBreaker(Kind kind) {
        ResilientKvStore store = shield();
        puppet.failWith(kind);
        fail(store, 10);
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        KvException refused = failure(store.set(KEY, VALUE, Ttl.NONE));
        assertThat(refused.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(refused)
                .hasMessageContaining("circuit breaker is open")
                .hasMessageContaining("2025-08-23T00:00:00.050Z");
        assertThat(puppet.calls()).isEqualTo(10);
        assertThat(heard.refused).containsExactly("set BREAKER_OPEN");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"TRANSIENT", "TIMEOUT", "UNKNOWN"})
    void refusalsOfTheStoreDoNotOpenTheBreaker(Kind kind) {
        ResilientKvStore store = shield();
        puppet.failWith(kind);
        fail(store, 100);
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void refusalsOfTheBoundDoNotOpenTheBreaker() {
        puppet.beSilent();
        ResilientKvStore store = shield(ResilienceSettings.of(TIMEOUT).withMaxInFlight(1));
        store.get(KEY);
        fail(store, 100);
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void fewFailuresAmongSuccessesDoNotOpenTheBreaker() {
        ResilientKvStore store = shield();
        for (int i = 0; i < 100; i++) {
            puppet.failWith(Kind.TIMEOUT);
            store.get(KEY);
            puppet.answer();
            store.get(KEY);
            store.get(KEY);
        }
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void batchesCountAsFailedWhenNoKeySucceeded() {
        ResilientKvStore store = shield();
        puppet.failWith(Kind.TRANSIENT);
        for (int i = 0; i < 10; i++) {
            store.mget(List.of(KEY, key("b")));
        }
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        Batch<Key, byte[]> refused = Failures.join(store.mget(List.of(KEY, key("b"))));
        assertThat(refused.failures()).containsOnlyKeys(KEY, key("b"));
        assertThat(refused.failures().get(KEY).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(heard.ended).hasSize(10).containsOnly("mget TRANSIENT");
    }

    @Test
    void callsThatAreNeverAnsweredOpenTheBreaker() {
        ResilientKvStore store = shield();
        puppet.beSilent();
        for (int i = 0; i < 10; i++) {
            store.get(KEY);
        }
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
        time.advance(DEADLINE);
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void openBreakerLetsNoCallThroughWhileTheStoreIsGone() {
        ResilientKvStore store = opened();
        int before = puppet.calls();
        for (int i = 0; i < 4_000; i++) {
            fail(store, 1);
            time.advance(Duration.ofMillis(1));
        }
        assertThat(puppet.calls()).isEqualTo(before);
        assertThat(puppet.probes()).isBetween(8, 12);
    }

    @Test
    void breakerClosesSoonAfterTheStoreIsBackEvenAfterAnHour() {
        ResilientKvStore store = opened();
        time.advance(Duration.ofHours(1));
        puppet.answer();
        time.advance(BreakerSettings.DEFAULT.openInterval());
        assertThat(store.breaker()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(Failures.join(store.get(KEY))).isNull();
        assertThat(Failures.join(store.get(KEY))).isNull();
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
        assertThat(heard.changes).endsWith("OPEN to HALF_OPEN", "HALF_OPEN to CLOSED");
    }

    @Test
    void breakerClosesWithoutAnyCalls() {
        ResilientKvStore store = opened();
        time.advance(Duration.ofMinutes(1));
        puppet.answer();
        time.advance(Duration.ofSeconds(2));
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
        assertThat(puppet.calls()).isEqualTo(10);
        time.advance(Duration.ofSeconds(1));
        assertThat(time.pending()).isZero();
    }

    @Test
    void shortBreakIsOverSoon() {
        ResilientKvStore store = opened();
        puppet.answer();
        time.advance(Duration.ofMillis(50));
        assertThat(store.breaker()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(Failures.join(store.get(KEY))).isNull();
    }

    @Test
    void halfOpenBreakerLetsOnlyAFewCallsThroughAtOnce() {
        ResilientKvStore store = opened();
        puppet.answer();
        time.advance(Duration.ofMillis(50));
        puppet.beSilent();
        var first = store.get(KEY);
        var second = store.get(KEY);
        assertThat(first.toCompletableFuture()).isNotDone();
        assertThat(second.toCompletableFuture()).isNotDone();
        KvException refused = failure(store.get(KEY));
        assertThat(refused.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(refused).hasMessageContaining("half-open");
        time.advance(DEADLINE);
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void refusalsInATrialLeaveRoomForOtherCalls() {
        ResilientKvStore store = opened();
        puppet.answer();
        time.advance(Duration.ofMillis(50));
        puppet.failWith(Kind.PERMANENT);
        fail(store, 20);
        assertThat(store.breaker()).isEqualTo(BreakerState.HALF_OPEN);
        puppet.answer();
        store.get(KEY);
        store.get(KEY);
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void callsOfTheOutageThatEndLateDoNotCountInTheTrial() {
        ResilientKvStore store = shield();
        puppet.beSilent();
        List<CompletionStage<?>> old = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            old.add(store.withTimeout(Duration.ofSeconds(1)).get(KEY));
        }
        puppet.failWith(Kind.TRANSIENT);
        fail(store, 10);
        puppet.answer();
        time.advance(Duration.ofMillis(50));
        assertThat(store.breaker()).isEqualTo(BreakerState.HALF_OPEN);
        puppet.answerLate();
        time.advance(Duration.ofSeconds(2));
        assertThat(old).allMatch(call -> call.toCompletableFuture().isDone());
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void callsFindOutByThemselvesWhenTheHealthOfAStoreIsWrong() {
        ResilientKvStore store = opened();
        puppet.answer();
        puppet.lieAboutHealth();
        time.advance(Duration.ofSeconds(4));
        assertThat(failure(store.get(KEY)).kind()).isEqualTo(Kind.TRANSIENT);
        time.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 3; i++) {
            assertThat(Failures.join(store.get(KEY))).isNull();
        }
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void storeWithoutABreakerIsAskedEveryTime() {
        ResilientKvStore store = shield(ResilienceSettings.of(TIMEOUT).withBreaker(null));
        puppet.failWith(Kind.TRANSIENT);
        fail(store, 1_000);
        assertThat(puppet.calls()).isEqualTo(1_000);
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void viewsShareTheBreaker() {
        ResilientKvStore store = shield();
        KvStore view = store.withTimeout(Duration.ofMillis(10));
        puppet.failWith(Kind.TRANSIENT);
        for (int i = 0; i < 10; i++) {
            view.get(KEY);
        }
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        view.close();
        puppet.answer();
        time.advance(Duration.ofSeconds(2));
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void closedStoreIsNotAskedAnyMore() {
        ResilientKvStore store = opened();
        store.close();
        time.advance(Duration.ofSeconds(10));
        assertThat(puppet.probes()).isZero();
        assertThat(time.pending()).isZero();
    }
}
