package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.BreakerState;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import io.kvkit.store.StorePart;
import io.kvkit.store.Ttl;
import io.kvkit.value.Values;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A store of three parts, one of which is lost: the others never notice. In virtual time. */
class PartsTest extends ShieldedParts {

    @Test
    void keysOfOtherPartsNeverNoticeThatOneIsLost() {
        divided.puppet("a").failWith(Kind.TRANSIENT);
        for (int i = 0; i < 1_000; i++) {
            assertThat(failure(store.get(A)).kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(Failures.join(store.get(B))).isNull();
            assertThat(Failures.join(store.apply(C, Values.increment(1, Ttl.NONE))))
                    .isEqualTo(i + 1);
            time.advance(Duration.ofMillis(1));
        }
        assertThat(states()).isEqualTo("{a=OPEN}");
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(divided.puppet("a").calls()).isEqualTo(10);
    }

    @Test
    void callsForALostPartFailAtOnceAndNameIt() {
        lose("a");
        KvException refused = failure(store.apply(A2, Values.increment(1, Ttl.NONE)));
        assertThat(refused.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(refused).hasMessageContaining("the circuit breaker of a is open; a is probed next at");
        assertThat(heard.refused).containsExactly("increment BREAKER_OPEN");
        assertThat(heard.changes).containsExactly("a CLOSED to OPEN");
    }

    @Test
    void onlyALostPartIsAskedWhetherItWorksAgain() {
        lose("a");
        time.advance(Duration.ofSeconds(2));
        assertThat(divided.puppet("a").probes()).isPositive();
        assertThat(divided.puppet("b").probes()).isZero();
        divided.puppet("a").answer();
        time.advance(Duration.ofSeconds(2));
        assertThat(states()).isEqualTo("{}");
        assertThat(Failures.join(store.get(A))).isNull();
        assertThat(time.pending()).isZero();
    }

    @Test
    void otherPartsThatAreLostKeepNoneFromComingBack() {
        lose("a");
        lose("b");
        assertThat(states()).isEqualTo("{a=OPEN, b=OPEN}");
        divided.puppet("b").answer();
        time.advance(Duration.ofMillis(50));
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(Failures.join(store.get(B))).isNull();
        time.advance(Duration.ofSeconds(2));
        assertThat(states()).isEqualTo("{a=OPEN}");
    }

    @Test
    void boundHoldsForAllPartsTogether() {
        KvStore narrow = shield(divided, ResilienceSettings.of(TIMEOUT).withMaxInFlight(1));
        divided.puppet("a").beSilent();
        narrow.get(A);
        assertThat(failure(narrow.get(B)).kind()).isEqualTo(Kind.CAPACITY);
    }

    @Test
    void scanFailsAtOnceWhileAPartIsLostAndGoesOnAfterwards() {
        lose("a");
        KvException refused = failure(store.scan("t:", 10));
        assertThat(refused).hasMessageContaining("the circuit breaker of a is open");
        assertThat(refused.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        divided.puppet("a").answer();
        time.advance(Duration.ofSeconds(2));
        assertThat(Failures.join(store.scan("t:", 10))).isEmpty();
    }

    @Test
    void scansThatFailRefuseNoKey() {
        divided.puppet("a").failWith(Kind.TRANSIENT);
        for (int i = 0; i < 10; i++) {
            assertThat(failure(store.scan("t:", 10)).kind()).isEqualTo(Kind.TRANSIENT);
        }
        assertThat(store.notClosed()).containsOnlyKeys(StorePart.WHOLE);
        assertThat(failure(store.scan("t:", 10))).hasMessageContaining("the circuit breaker is open");
        divided.puppet("a").answer();
        assertThat(Failures.join(store.get(A))).isNull();
        assertThat(Failures.join(store.get(B))).isNull();
        time.advance(Duration.ofSeconds(2));
        assertThat(Failures.join(store.scan("t:", 10))).isEmpty();
    }

    @Test
    void whatTakesThePlaceOfALostPartIsUsedAtOnce() {
        lose("a");
        divided.takeOver("a", "d");
        for (int i = 0; i < 100; i++) {
            assertThat(Failures.join(store.get(A))).isNull();
        }
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
        assertThat(Failures.join(store.health()).degraded()).isFalse();
        assertThat(heard.changes).containsExactly("a CLOSED to OPEN", "a OPEN to CLOSED");
    }

    @Test
    void partThatLeftWhileItWasLostIsNotAskedForever() {
        lose("a");
        PuppetKvStore left = divided.puppet("a");
        divided.forget("a");
        assertThat(states()).isEqualTo("{}");
        time.advance(Duration.ofMinutes(1));
        assertThat(left.probes()).isLessThanOrEqualTo(1);
        assertThat(heard.changes).containsExactly("a CLOSED to OPEN", "a OPEN to CLOSED");
        assertThat(time.pending()).isZero();
    }

    @Test
    void callsThatEndAfterTheirPartHasLeftSayNothing() {
        divided.puppet("a").beSilent();
        for (int i = 0; i < 20; i++) {
            store.get(A);
        }
        divided.takeOver("a", "d");
        Failures.join(store.get(A));
        time.advance(DEADLINE);
        assertThat(states()).isEqualTo("{}");
        assertThat(heard.changes).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(time.pending()).isZero();
    }

    @Test
    void keyWhosePartIsNotKnownGoesByTheWholeStore() {
        divided.forget("a");
        fail(store, 10, A);
        assertThat(store.notClosed()).containsOnlyKeys(StorePart.WHOLE);
        assertThat(Failures.join(store.get(B))).isNull();
        divided.takeOver("a", "a");
        assertThat(Failures.join(store.get(A))).isNull();
        time.advance(Duration.ofSeconds(2));
        assertThat(store.notClosed()).isEmpty();
    }

    @Test
    void viewsShareTheBreakersOfTheParts() {
        KvStore view = store.withTimeout(Duration.ofMillis(10));
        divided.puppet("a").failWith(Kind.TRANSIENT);
        fail(view, 10, A);
        assertThat(failure(store.get(A))).hasMessageContaining("the circuit breaker of a is open");
        assertThat(Failures.join(view.get(B))).isNull();
    }

    @Test
    void closedStoreAsksNoPartAnyMore() {
        lose("a");
        store.close();
        time.advance(Duration.ofSeconds(10));
        assertThat(divided.puppet("a").probes()).isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    void healthNamesThePartsWhoseBreakersAreNotClosed() {
        assertThat(Failures.join(store.health()).details()).containsEntry("breaker", "closed");
        lose("a");
        lose("b");
        divided.puppet("b").answer();
        time.advance(Duration.ofMillis(50));
        StoreHealth health = Failures.join(store.health());
        assertThat(health.details().get("breaker").split(", ", -1)).containsExactlyInAnyOrder("a open", "b half-open");
        assertThat(health.degraded()).isTrue();
        assertThat(health.details()).containsEntry(StoreHealth.DEGRADED, "circuit breakers are not closed");
    }
}
