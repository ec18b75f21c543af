package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.event.BreakerState;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The shield around a store that does as it is told: deadlines, the bound, health. In virtual time. */
class ResilientKvStoreTest extends Shielded {

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
        assertThat(heard.refused).containsExactly("set TOO_MANY");
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

    @Test
    void whateverIsThrownLeavesNoCallInFlight() {
        KvStore throwing = new ForwardingKvStore(puppet) {
            @Override
            public CompletionStage<byte[]> get(Key key) {
                throw new NoClassDefFoundError("driver");
            }

            @Override
            public CompletionStage<Boolean> exists(Key key) {
                return null;
            }
        };
        ResilientKvStore store = (ResilientKvStore) shield(throwing, ResilienceSettings.of(TIMEOUT));
        assertThat(store.get(KEY)).isCompletedExceptionally();
        assertThat(store.exists(KEY)).isCompletedExceptionally();
        assertThat(store.inFlight()).isZero();
        Timer broken = (delay, task) -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        puppet.beSilent();
        ResilientKvStore untimed = (ResilientKvStore)
                ResilientKvStore.around(puppet, ResilienceSettings.of(TIMEOUT), broken, time, heard.alone());
        assertThat(untimed.get(KEY)).isCompletedExceptionally();
        assertThat(untimed.inFlight()).isZero();
    }

    @Test
    void listenerThatThrowsChangesNothing() {
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

    private static final class SlowScan extends ForwardingKvStore {

        SlowScan(KvStore store) {
            super(store);
        }

        @Override
        public CompletionStage<List<String>> scan(String prefix, int limit) {
            return new CompletableFuture<>();
        }
    }
}
