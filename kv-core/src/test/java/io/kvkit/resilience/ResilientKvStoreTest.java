package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The shield around a store that does as it is told, in virtual time. */
class ResilientKvStoreTest {

    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Duration DEADLINE = TIMEOUT.plus(Deadline.GRACE);
    private static final Key KEY = key("a");
    private static final byte[] VALUE = {1};

    private final VirtualTime time = new VirtualTime();
    private final PuppetKvStore puppet = new PuppetKvStore();
    private final Heard heard = new Heard();

    @Test
    void storeThatNeedsNoInputAndOutputIsGivenBackAsItIs() {
        KvStore memory = new InMemoryKvStore(time);
        assertThat(shield(memory, ResilienceSettings.of(TIMEOUT))).isSameAs(memory);
    }

    @Test
    void readThatIsNeverAnsweredEndsAtTheDeadlineAndChangedNothing() {
        puppet.beSilent();
        var read = shield().get(KEY).toCompletableFuture();
        time.advance(DEADLINE.minusMillis(1));
        assertThat(read).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(failure(read).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure(read).outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }

    @Test
    void changeThatIsNeverAnsweredEndsAtTheDeadlineWithAnUnknownOutcome() {
        puppet.beSilent();
        var write = shield().set(KEY, VALUE, Ttl.NONE);
        var step = shield().apply(KEY, Values.increment(1, Ttl.NONE));
        time.advance(DEADLINE);
        assertThat(failure(write).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure(step).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure(step)).hasMessageContaining("increment");
    }

    @Test
    void batchThatIsNeverAnsweredFailsKeyByKey() {
        puppet.beSilent();
        KvStore store = shield();
        var read = store.mget(List.of(KEY, key("b")));
        var write = store.mset(Map.of(KEY, VALUE), Ttl.NONE);
        time.advance(DEADLINE);
        assertThat(Failures.join(read).failures()).containsOnlyKeys(KEY, key("b"));
        assertThat(Failures.join(read).failures().get(KEY).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(Failures.join(write).failures().get(KEY).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void lateAnswerIsNotHeardAndFreesNothingTwice() {
        puppet.beSilent();
        ResilientKvStore store = shield();
        var read = store.get(KEY);
        time.advance(DEADLINE);
        assertThat(store.inFlight()).isZero();
        puppet.answerLate();
        assertThat(store.inFlight()).isZero();
        assertThat(failure(read).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(heard.ended).containsExactly("get TIMEOUT");
    }

    @Test
    void answerLeavesNoTaskBehind() {
        puppet.beSilent();
        ResilientKvStore store = shield();
        var read = store.get(KEY);
        puppet.answerLate();
        assertThat(read.toCompletableFuture()).isCompletedWithValue(null);
        assertThat(time.pending()).isZero();
        assertThat(store.inFlight()).isZero();
    }

    @Test
    void callsAboveTheBoundAreRefusedAtOnceAndNotQueued() {
        puppet.beSilent();
        ResilientKvStore store =
                shield(ResilienceSettings.of(TIMEOUT).withMaxInFlight(10).withBreaker(null));
        for (int i = 0; i < 10; i++) {
            store.get(KEY);
        }
        var write = store.set(KEY, VALUE, Ttl.NONE);
        assertThat(failure(write).kind()).isEqualTo(Kind.CAPACITY);
        assertThat(failure(write).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(puppet.calls()).isEqualTo(10);
        assertThat(heard.refused).containsExactly("set CAPACITY");
        puppet.answerLate();
        assertThat(store.get(KEY).toCompletableFuture()).isNotDone();
        assertThat(store.inFlight()).isEqualTo(10);
    }

    @Test
    void boundHoldsForAllViewsTogether() {
        puppet.beSilent();
        ResilientKvStore store = shield(ResilienceSettings.of(TIMEOUT).withMaxInFlight(2));
        store.get(KEY);
        store.withTimeout(Duration.ofMillis(50)).get(KEY);
        assertThat(failure(store.withTimeout(Duration.ofMillis(10)).get(KEY)).kind())
                .isEqualTo(Kind.CAPACITY);
        time.advance(Duration.ofMillis(70));
        assertThat(store.inFlight()).isEqualTo(1);
    }

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
        assertThat(heard.refused).containsExactly("set TRANSIENT");
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
    void observerThatThrowsChangesNothing() {
        heard.angry = true;
        ResilientKvStore store = shield();
        assertThat(Failures.join(store.get(KEY))).isNull();
        puppet.failWith(Kind.TRANSIENT);
        fail(store, 20);
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(store.inFlight()).isZero();
        puppet.answer();
        time.advance(Duration.ofSeconds(2));
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

    @Test
    void healthIsAskedWhateverTheBreakerSaysAndTellsItsState() {
        ResilientKvStore store = opened();
        puppet.answer();
        StoreHealth health = Failures.join(store.health());
        assertThat(health.up()).isTrue();
        assertThat(health.degraded()).isTrue();
        assertThat(health.details())
                .containsEntry("type", "memory")
                .containsEntry("breaker", "open")
                .containsEntry("inFlight", "0 of 4096");
        time.advance(Duration.ofSeconds(2));
        assertThat(Failures.join(store.health()).degraded()).isFalse();
    }

    @Test
    void healthOfASilentStoreEndsAtItsDeadline() {
        puppet.beSilent();
        var health = shield().health();
        time.advance(DEADLINE);
        assertThat(Failures.join(health).up()).isFalse();
        assertThat(Failures.join(health).details().get("error")).contains("no answer in time");
    }

    @Test
    void scanMayTakeLongerThanOneTimeout() {
        KvStore slow = new SlowScan(puppet);
        var scan = shield(slow, ResilienceSettings.of(TIMEOUT)).scan("t:", 10);
        time.advance(DEADLINE.multipliedBy(20));
        assertThat(scan.toCompletableFuture()).isNotDone();
        time.advance(TIMEOUT.multipliedBy(1_000));
        assertThat(failure(scan).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void adaptiveTimeoutFollowsTheStoreWithinItsBounds() {
        ResilientKvStore store = shield(ResilienceSettings.of(TIMEOUT).withAdaptiveTimeout(AdaptiveTimeout.DEFAULT));
        assertThat(millisOfASilentCall(store)).isEqualTo(DEADLINE.toMillis());
        answerAfter(store, Duration.ofMillis(1), 2 * Latencies.ROUND);
        assertThat(millisOfASilentCall(store)).isEqualTo(50);
        answerAfter(store, Duration.ofMillis(30), 2 * Latencies.ROUND);
        assertThat(millisOfASilentCall(store)).isBetween(90L, 110L);
        answerAfter(store, Duration.ofMillis(89), 2 * Latencies.ROUND);
        assertThat(millisOfASilentCall(store)).isEqualTo(DEADLINE.toMillis());
    }

    @Test
    void adaptiveTimeoutGrowsWhenCallsComeToIt() {
        ResilientKvStore store =
                shield(ResilienceSettings.of(TIMEOUT).withBreaker(null).withAdaptiveTimeout(AdaptiveTimeout.DEFAULT));
        answerAfter(store, Duration.ofMillis(1), 2 * Latencies.ROUND);
        for (int i = 0; i < 2 * Latencies.ROUND; i++) {
            millisOfASilentCall(store);
        }
        assertThat(millisOfASilentCall(store)).isGreaterThan(140);
    }

    private void answerAfter(ResilientKvStore store, Duration delay, int times) {
        puppet.beSilent();
        for (int i = 0; i < times; i++) {
            var call = store.get(KEY);
            time.advance(delay);
            puppet.answerLate();
            assertThat(call.toCompletableFuture()).isCompleted();
        }
    }

    private long millisOfASilentCall(ResilientKvStore store) {
        puppet.beSilent();
        CompletableFuture<?> call = store.get(KEY).toCompletableFuture();
        long millis = 0;
        while (!call.isDone()) {
            time.advance(Duration.ofMillis(1));
            millis++;
        }
        puppet.answerLate();
        return millis;
    }

    private ResilientKvStore opened() {
        ResilientKvStore store = shield();
        puppet.failWith(Kind.TRANSIENT);
        fail(store, 10);
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        return store;
    }

    private ResilientKvStore shield() {
        return shield(ResilienceSettings.of(TIMEOUT));
    }

    private ResilientKvStore shield(ResilienceSettings settings) {
        return (ResilientKvStore) shield(puppet, settings);
    }

    private KvStore shield(KvStore store, ResilienceSettings settings) {
        return ResilientKvStore.around(store, settings, time, time, heard);
    }

    private static void fail(KvStore store, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(store.get(KEY).toCompletableFuture()).isCompletedExceptionally();
        }
    }

    private static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }

    private static Key key(String id) {
        return Namespace.of("t", "kv", "raw", Retention.KEPT).key(id);
    }

    private static final class SlowScan extends ForwardingKvStore {

        SlowScan(KvStore store) {
            super(store);
        }

        @Override
        public CompletionStage<List<String>> scan(String prefix, int limit) {
            return new CompletableFuture<>();
        }
    }

    private static final class Heard implements ResilienceObserver {

        private final List<String> ended = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final List<String> changes = new ArrayList<>();
        private boolean angry;

        @Override
        public void ended(String operation, @Nullable Kind failure, Duration took) {
            beAngry();
            ended.add(operation + " " + failure);
        }

        @Override
        public void refused(String operation, Kind refusal) {
            beAngry();
            refused.add(operation + " " + refusal);
        }

        @Override
        public void changed(BreakerState from, BreakerState to) {
            beAngry();
            changes.add(from + " to " + to);
        }

        private void beAngry() {
            if (angry) {
                throw new IllegalStateException("the test is angry");
            }
        }
    }
}
