package io.kvkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the memory store drops at its bound, and what it never drops. */
class MemoryBoundTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final byte[] VALUE = {1};

    private final VirtualTime time = new VirtualTime();

    @Test
    void fullStoreOfKeptEntriesRefusesANewKeyAndNothingElse() {
        InMemoryKvStore store = full(3);
        assertRefused(store, kept("new"));
        assertRefused(store, evictable("new"));
        assertThatCode(() -> set(store, kept("k0"), Ttl.NONE)).doesNotThrowAnyException();
        assertThat(Failures.join(store.apply(kept("k1"), Values.compareAndDelete(VALUE))))
                .isTrue();
        set(store, kept("new"), Ttl.NONE);
        assertThat(has(store, kept("new"))).isTrue();
        assertRefused(store, kept("one more"));
    }

    @Test
    void refusalOfABatchNamesTheKeysThatDidNotFit() {
        InMemoryKvStore store = new InMemoryKvStore(time, 2);
        var values = Map.of(kept("a"), VALUE, kept("b"), VALUE, kept("c"), VALUE);
        var batch = Failures.join(store.mset(values, Ttl.NONE));
        assertThat(batch.values()).hasSize(2);
        assertThat(batch.failures().values())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.CAPACITY));
    }

    @Test
    void expiredEntriesGoBeforeLiveOnes() {
        InMemoryKvStore store = new InMemoryKvStore(time, 3);
        set(store, evictable("old"), Ttl.NONE);
        set(store, kept("ended"), Ttl.of(MINUTE));
        set(store, kept("live"), Ttl.NONE);
        time.advance(MINUTE);
        set(store, evictable("new"), Ttl.NONE);
        assertThat(has(store, evictable("old"))).isTrue();
        assertThat(has(store, kept("live"))).isTrue();
        assertThat(has(store, evictable("new"))).isTrue();
    }

    @Test
    void leastUsedEvictableEntryGoes() {
        InMemoryKvStore store = new InMemoryKvStore(time, 4);
        for (String id : new String[] {"a", "b", "c"}) {
            set(store, evictable(id), Ttl.NONE);
            time.advance(Duration.ofMillis(10));
        }
        set(store, kept("kept"), Ttl.NONE);
        assertThat(has(store, evictable("a"))).isTrue();
        time.advance(Duration.ofMillis(10));
        set(store, evictable("new"), Ttl.NONE);
        assertThat(has(store, evictable("b"))).isFalse();
        assertThat(has(store, evictable("a"))).isTrue();
        assertThat(has(store, evictable("c"))).isTrue();
        assertThat(has(store, kept("kept"))).isTrue();
    }

    @Test
    void readByATransitionCountsAsUse() {
        InMemoryKvStore store = new InMemoryKvStore(time, 2);
        set(store, evictable("a"), Ttl.NONE);
        time.advance(Duration.ofMillis(10));
        set(store, evictable("b"), Ttl.NONE);
        time.advance(Duration.ofMillis(10));
        Failures.join(store.apply(evictable("a"), Values.ttl()));
        set(store, evictable("new"), Ttl.NONE);
        assertThat(has(store, evictable("a"))).isTrue();
        assertThat(has(store, evictable("b"))).isFalse();
    }

    @Test
    void liveClaimIsNeverDroppedAndMayGoWhenItsLeaseIsOver() {
        InMemoryKvStore store = new InMemoryKvStore(time, 2);
        for (String id : new String[] {"a", "b"}) {
            var request = ClaimRequest.create(Token.random(), null, MINUTE.toMillis(), MINUTE.toMillis() * 60);
            Failures.join(store.apply(evictable(id), ClaimTransitions.claim(request)));
        }
        assertRefused(store, evictable("new"));
        time.advance(MINUTE.minusMillis(1));
        assertRefused(store, evictable("new"));
        time.advance(Duration.ofMillis(1));
        set(store, evictable("new"), Ttl.NONE);
        assertThat(has(store, evictable("new"))).isTrue();
    }

    @Test
    void entryThatBecomesDroppableMakesRoomAtOnce() {
        InMemoryKvStore store = full(2);
        assertRefused(store, kept("new"));
        Failures.join(store.apply(kept("k0"), Values.expire(Ttl.of(MINUTE))));
        assertRefused(store, kept("new"));
        time.advance(MINUTE);
        set(store, kept("new"), Ttl.NONE);
        assertThat(has(store, kept("new"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 1_000})
    void boundIsNeverExceeded(int bound) {
        InMemoryKvStore store = new InMemoryKvStore(time, bound);
        for (int i = 0; i < bound * 5; i++) {
            set(store, evictable("e" + i), Ttl.NONE);
            assertThat(entries(store)).isLessThanOrEqualTo(bound);
        }
        assertThat(has(store, evictable("e" + (bound * 5 - 1)))).isTrue();
    }

    @Test
    void boundHoldsForManyThreadsAndTheCountIsRight() throws Exception {
        InMemoryKvStore store = new InMemoryKvStore(time, 500);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        for (int t = 0; t < 16; t++) {
            int thread = t;
            threads.execute(() -> {
                for (int i = 0; i < 2_000; i++) {
                    Key key = evictable("e" + (thread * 1_000 + i) % 3_000);
                    if (i % 5 == 0) {
                        Failures.join(store.delete(key));
                    } else {
                        set(store, key, Ttl.NONE);
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(180, TimeUnit.SECONDS)).isTrue();
        long listed = Failures.join(store.scan("t:kv:raw:", 10_000)).size();
        assertThat(listed).isEqualTo(entries(store)).isLessThanOrEqualTo(500);
    }

    @Test
    void usedEntriesOutliveUnusedOnesInALargeStore() {
        InMemoryKvStore store = new InMemoryKvStore(time, 10_000);
        IntStream.range(0, 10_000).forEach(i -> set(store, evictable("e" + i), Ttl.NONE));
        time.advance(MINUTE);
        IntStream.range(0, 1_000).forEach(i -> store.getNow(evictable("e" + i)));
        time.advance(MINUTE);
        IntStream.range(0, 3_000).forEach(i -> set(store, evictable("new" + i), Ttl.NONE));
        long kept = IntStream.range(0, 1_000)
                .filter(i -> has(store, evictable("e" + i)))
                .count();
        assertThat(kept).isGreaterThan(950);
    }

    @Test
    void expiredEntriesAreSweptByLaterWrites() {
        InMemoryKvStore store = new InMemoryKvStore(time, 100_000);
        IntStream.range(0, 1_000).forEach(i -> set(store, kept("short" + i), Ttl.of(MINUTE)));
        time.advance(MINUTE);
        IntStream.range(0, 1_000).forEach(i -> set(store, kept("new" + i), Ttl.NONE));
        assertThat(entries(store)).isLessThan(1_100);
    }

    @Test
    void floodOfOneRecipeNeitherRefusesNorDropsWhatBelongsToAnother() {
        InMemoryKvStore store = new InMemoryKvStore(time, 3);
        Key cached = Namespace.of("t", "cache", "products", Retention.EVICTABLE).key("1");
        set(store, cached, Ttl.NONE);
        time.advance(MINUTE);
        for (String recipe : new String[] {"idempotency", "dedupe", "lease", "ratelimit", "kv"}) {
            Namespace other = Namespace.of("t", recipe, "name", Retention.KEPT);
            IntStream.range(0, 3).forEach(i -> set(store, other.key("k" + i), Ttl.NONE));
            assertRefused(store, other.key("new"));
        }
        assertThat(has(store, cached)).isTrue();
        assertThat(entries(store)).isEqualTo(16);
    }

    @Test
    void refusalNamesTheRecipeThatIsFull() {
        InMemoryKvStore store = full(3);
        assertThatThrownBy(() -> set(store, kept("new"), Ttl.NONE))
                .hasMessageContaining("none of its 3 entries of \"kv\" may be dropped");
    }

    @Test
    void scanFindsTheKeysOfEveryRecipe() {
        InMemoryKvStore store = new InMemoryKvStore(time);
        for (String recipe : new String[] {"cache", "dedupe", "kv"}) {
            set(store, Namespace.of("t", recipe, "name", Retention.KEPT).key("k"), Ttl.NONE);
        }
        assertThat(Failures.join(store.scan("t:", 10)))
                .containsExactlyInAnyOrder("t:cache:name:k", "t:dedupe:name:k", "t:kv:name:k");
        assertThat(Failures.join(store.scan("t:", 2))).hasSize(2);
    }

    @Test
    void boundMustBePositive() {
        assertThatThrownBy(() -> new InMemoryKvStore(time, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private InMemoryKvStore full(int bound) {
        InMemoryKvStore store = new InMemoryKvStore(time, bound);
        Map<Key, byte[]> values = new HashMap<>();
        IntStream.range(0, bound).forEach(i -> values.put(kept("k" + i), VALUE));
        Failures.join(store.mset(values, Ttl.NONE)).orThrow();
        return store;
    }

    private static void assertRefused(InMemoryKvStore store, Key key) {
        assertThatThrownBy(() -> set(store, key, Ttl.NONE)).isInstanceOfSatisfying(KvException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.CAPACITY);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        });
    }

    private static void set(InMemoryKvStore store, Key key, Ttl ttl) {
        Failures.join(store.set(key, VALUE, ttl));
    }

    private static boolean has(InMemoryKvStore store, Key key) {
        return store.getNow(key).value() != null;
    }

    private static long entries(InMemoryKvStore store) {
        return Long.parseLong(Failures.join(store.health()).details().get("entries"));
    }

    private static Key kept(String id) {
        return Namespace.of("t", "kv", "raw", Retention.KEPT).key(id);
    }

    private static Key evictable(String id) {
        return Namespace.of("t", "kv", "raw", Retention.EVICTABLE).key(id);
    }
}
