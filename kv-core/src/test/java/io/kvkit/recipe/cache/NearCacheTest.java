package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The near cache in front of a store in this JVM. */
class NearCacheTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore faulty = new FaultyKvStore(new InMemoryKvStore(time));
    private final Hooked store = new Hooked(faulty);
    private final CacheScenario scenario = new CacheScenario(store, time);

    static List<CallStyle> styles() {
        return List.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    @AfterEach
    void nothingIsLeft() {
        faulty.heal();
        scenario.end();
    }

    private @Nullable Object get(String loaded) {
        return scenario.get(CallStyle.PLAIN, loaded).join();
    }

    /** Computes a result and reads it once, which keeps it in this JVM. */
    private void near(@Nullable String result) {
        for (int i = 0; i < 2; i++) {
            scenario.get(CallStyle.PLAIN, result).join();
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void readKeepsTheResultAndTheNextCallDoesNotAskTheStore(CallStyle style) {
        near("one");
        int reads = faulty.count("get");

        assertThat(scenario.get(style, "two").join()).isEqualTo("one");

        assertThat(faulty.count("get")).isEqualTo(reads);
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.HIT, Outcome.NEAR_HIT);
    }

    @Test
    void nullIsKeptToo() {
        near(null);
        assertThat(get("two")).isNull();
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.NULL_HIT, Outcome.NEAR_NULL_HIT);
        time.advance(Duration.ofSeconds(30));
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void resultExpiresWithItsRecord() {
        time.advance(Duration.ofMillis(1));
        get("one");
        time.advance(Duration.ofMillis(59_000));
        get("kept late");
        time.advance(Duration.ofMillis(999));
        assertThat(get("two")).isEqualTo("one");
        time.advance(Duration.ofMillis(1));
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void invalidationDropsIt() {
        near("one");
        Failures.join(scenario.cache.invalidate(scenario.key));
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void updateDropsIt() {
        near("one");
        Failures.join(scenario.cache.put(scenario.call(), "two"));
        assertThat(get("three")).isEqualTo("two");
    }

    @Test
    void changesThatOthersMakeInTheStoreDropIt() {
        near("one");
        Failures.join(store.delete(scenario.key));
        assertThat(get("two")).isEqualTo("two");
        near("two");
        Failures.join(store.set(scenario.key, new byte[] {1}, Ttl.NONE));
        assertThat(get("three")).isEqualTo("three");
    }

    @Test
    void readDuringAnInvalidationKeepsNothing() {
        get("one");
        store.afterRead = () -> Failures.join(scenario.cache.invalidate(scenario.key));
        assertThat(get("two")).isEqualTo("one");
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void readDuringAForeignChangeKeepsNothing() {
        get("one");
        store.afterRead = () -> Failures.join(faulty.delete(scenario.key));
        assertThat(get("two")).isEqualTo("one");
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void failedInvalidationDropsItAndTheStoreIsNotBelieved() {
        near("one");
        faulty.fail("invalidate", Fault.REQUEST_LOST);
        Failures.join(scenario.cache.invalidate(scenario.key));
        assertThat(get("two")).isEqualTo("two");
        assertThat(get("three")).isEqualTo("three");
        assertThat(scenario.events).doesNotContain(Outcome.NEAR_HIT).contains(Outcome.STORE_FAILURE);
    }

    @Test
    void readRepeatsAFailedInvalidationAndThenBelievesTheStore() {
        near("one");
        faulty.failNext(1, "invalidate", Fault.REQUEST_LOST);
        Failures.join(scenario.cache.invalidate(scenario.key));
        assertThat(get("two")).isEqualTo("two");
        assertThat(get("three")).isEqualTo("two");
        assertThat(scenario.events).doesNotContain(Outcome.STORE_FAILURE);
    }

    @Test
    void readDuringAFailedInvalidationKeepsNothing() {
        get("one");
        faulty.fail("invalidate", Fault.REQUEST_LOST);
        store.afterRead = () -> Failures.join(scenario.cache.invalidate(scenario.key));
        assertThat(get("two")).isEqualTo("one");
        assertThat(get("two")).isEqualTo("two");
    }

    @Test
    void readOfTheClientIsKeptToo() {
        get("one");
        scenario.madeByHand(2);
        Object read = scenario.cache.value(scenario.call(), Failures.join(scenario.cache.stored(scenario.call())));
        assertThat(read).isEqualTo("one");
        assertThat(scenario.cache.nearby(scenario.call()).value()).isEqualTo("one");
    }

    @Test
    void readOfTheClientDoesNotBelieveTheStoreEither() {
        get("one");
        faulty.failNext(1, "invalidate", Fault.REQUEST_LOST);
        Failures.join(scenario.cache.invalidate(scenario.key));
        scenario.madeByHand(1);
        assertThat(Failures.join(scenario.cache.stored(scenario.call()))).isNull();
    }

    @Test
    void resultOfAnotherDeclaredTypeIsNotGivenOut() throws Throwable {
        near("7");
        CacheCall number =
                CacheCall.of(scenario.key, CacheScenario.SETTINGS, ResultCodec.of(new JacksonCodec(), Integer.class));
        scenario.madeByHand(1);
        assertThat(new PlainDriver(Runnable::run).run(scenario.cache.guard(), number, args -> 8))
                .isEqualTo(8);
    }

    @Test
    void cacheThatIsOffReadsTheStore() {
        CacheCall off = scenario.call(CacheScenario.SETTINGS.withNear(NearSettings.BUILT_IN.withMode(Mode.OFF)));
        for (int i = 0; i < 3; i++) {
            scenario.get(CallStyle.PLAIN, off, () -> CompletableFuture.completedFuture("one"))
                    .join();
        }
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.HIT, Outcome.HIT);
    }

    @Test
    void closedCacheKeepsNothing() {
        near("one");
        scenario.cache.close();
        Failures.join(store.delete(scenario.key));
        near("two");
        assertThat(get("three")).isEqualTo("two");
        assertThat(scenario.events).doesNotContain(Outcome.NEAR_HIT);
    }

    @Test
    void closedStoreLeavesNoResult() {
        near("one");
        store.close();
        assertThat(scenario.cache.nearby(scenario.call())).isNull();
    }

    @Test
    void recordOfTheTagsOfAHotResultLooksUsedToAFullStore() {
        CacheScenario small = new CacheScenario(new InMemoryKvStore(time, 8), time);
        CacheCall tagged = small.call(CacheScenario.SETTINGS.withTagged(true));
        for (int i = 0; i < 50; i++) {
            assertThat(small.get(CallStyle.STAGE, tagged, () -> CompletableFuture.completedFuture("one")))
                    .isCompletedWithValue("one");
            time.advance(Duration.ofMillis(20));
            Failures.join(small.store.set(small.key.namespace().key("other-" + i), new byte[1], Ttl.NONE));
        }
        assertThat(small.loads).hasValue(1);
        small.end();
    }

    /** A store to which something may happen between a read and its end. */
    private static final class Hooked extends ForwardingKvStore {

        private Runnable afterRead = () -> {};

        Hooked(KvStore store) {
            super(store);
        }

        @Override
        public @Nullable Lookup getNow(Key key) {
            Lookup found = super.getNow(key);
            Runnable after = afterRead;
            afterRead = () -> {};
            after.run();
            return found;
        }
    }
}
