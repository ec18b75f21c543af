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
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches on a store of three parts, one of which is lost. In virtual time. */
class PartsBatchTest extends ShieldedParts {

    static Stream<BiFunction<KvStore, List<Key>, CompletionStage<? extends Batch<Key, ?>>>> batches() {
        return Stream.of(
                KvStore::mget,
                (store, keys) -> store.mset(Map.of(A, VALUE, A2, VALUE, B, VALUE, C, VALUE), Ttl.NONE),
                KvStore::deleteMany,
                (store, keys) -> store.applyAll(keys.stream()
                        .collect(Collectors.toMap(key -> key, key -> Values.setIfAbsent(VALUE, Ttl.NONE)))));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void keysOfALostPartFailAloneAndTheOthersGoToTheStoreTogether(
            BiFunction<KvStore, List<Key>, CompletionStage<? extends Batch<Key, ?>>> call) {
        Failures.join(store.mset(Map.of(B, VALUE, C, VALUE), Ttl.NONE));
        lose("a");
        divided.batches().clear();
        Batch<Key, ?> batch = Failures.join(call.apply(store, List.of(A, B, A2, C)));
        assertThat(batch.values()).containsOnlyKeys(B, C);
        assertThat(batch.failures()).containsOnlyKeys(A, A2).allSatisfy((key, failure) -> {
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(failure.key()).isEqualTo(key.toString());
            assertThat(failure).hasMessageContaining("the circuit breaker of a is open");
        });
        assertThat(divided.batches()).containsExactly(Set.of("b1", "c1"));
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void manyKeysOfALostPartShareOneFailure() {
        lose("a");
        List<Key> keys = many();
        Batch<Key, byte[]> batch = Failures.join(store.mget(keys));
        assertThat(batch.failures()).hasSize(5_000);
        assertThat(Set.copyOf(batch.failures().values()))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("the circuit breaker of a is open"));
    }

    @Test
    void manyKeysThatAreNeverAnsweredShareOneFailure() {
        divided.puppet("a").beSilent();
        var late = store.deleteMany(many());
        time.advance(DEADLINE);
        Batch<Key, Boolean> batch = Failures.join(late);
        assertThat(batch.failures()).hasSize(5_001);
        assertThat(Set.copyOf(batch.failures().values())).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        });
    }

    private static List<Key> many() {
        return Stream.concat(Stream.of(B), IntStream.range(0, 5_000).mapToObj(i -> key("a" + i)))
                .toList();
    }

    @Test
    void batchOnPartsThatAllWorkGoesToTheStoreAsItIs() {
        Failures.join(store.mget(List.of(A, B, A2, C)));
        assertThat(divided.batches()).containsExactly(Set.of("a1", "a2", "b1", "c1"));
        assertThat(heard.ended).containsExactly("mget null");
    }

    @Test
    void batchOnPartsThatAreAllLostIsNotMade() {
        lose("a");
        lose("b");
        divided.batches().clear();
        Batch<Key, byte[]> batch = Failures.join(store.mget(List.of(A, B)));
        assertThat(batch.failures().get(A)).hasMessageContaining("the circuit breaker of a is open");
        assertThat(batch.failures().get(B)).hasMessageContaining("the circuit breaker of b is open");
        assertThat(divided.batches()).isEmpty();
        assertThat(heard.refused).containsExactly("mget BREAKER_OPEN");
    }

    @Test
    void keysThatFailInABatchCountForTheirPart() {
        Failures.join(store.mset(Map.of(B, VALUE), Ttl.NONE));
        heard.ended.clear();
        divided.puppet("a").failWith(Kind.TIMEOUT);
        for (int i = 0; i < 10; i++) {
            assertThat(Failures.join(store.mget(List.of(A, B, C))).failures()).containsOnlyKeys(A);
        }
        assertThat(states()).isEqualTo("{a=OPEN}");
        assertThat(heard.ended).hasSize(10).containsOnly("mget null");
    }

    @Test
    void batchOfWhichSomeKeysOfAPartFailCountsAsAnAnswerOfThatPart() {
        Key odd = key("a-odd");
        KvStore picky = shield(new PickyAbout(divided, odd), ResilienceSettings.of(TIMEOUT));
        for (int i = 0; i < 100; i++) {
            assertThat(Failures.join(picky.mget(List.of(A, odd, B))).failures()).containsOnlyKeys(odd);
        }
        assertThat(((ResilientKvStore) picky).notClosed()).isEmpty();
    }

    @Test
    void batchThatIsNeverAnsweredCountsForAllItsParts() {
        divided.puppet("a").beSilent();
        for (int i = 0; i < 10; i++) {
            store.mget(List.of(A, B));
        }
        time.advance(DEADLINE);
        assertThat(states()).isEqualTo("{a=OPEN, b=OPEN}");
    }

    @Test
    void batchAboveTheBoundLeavesTheTrialOfItsPartsToOthers() {
        ResilientKvStore narrow = (ResilientKvStore)
                shield(divided, ResilienceSettings.of(TIMEOUT).withMaxInFlight(1));
        lose(narrow, "a");
        divided.puppet("a").answer();
        time.advance(Duration.ofMillis(50));
        divided.puppet("c").beSilent();
        narrow.get(C);
        for (int i = 0; i < 10; i++) {
            assertThat(Failures.join(narrow.mget(List.of(A, B))).failures().values())
                    .hasSize(2)
                    .allMatch(failure -> failure.kind() == Kind.CAPACITY);
        }
        assertThat(narrow.notClosed().values()).containsExactly(BreakerState.HALF_OPEN);
        divided.puppet("c").answerLate();
        Failures.join(narrow.mget(List.of(A, B)));
        Failures.join(narrow.mget(List.of(A, B)));
        assertThat(narrow.notClosed()).isEmpty();
    }

    /** A store that cannot read one key. */
    private static final class PickyAbout extends ForwardingKvStore {

        private final Key odd;

        PickyAbout(KvStore store, Key odd) {
            super(store);
            this.odd = odd;
        }

        @Override
        public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
            var failure = new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, "mget", odd, "odd", null);
            return super.mget(keys).thenApply(answer -> new Batch<>(answer.values(), Map.of(odd, failure)));
        }
    }
}
