package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.kvkit.call.Failures;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are computed again before their time to live ends, in virtual time. */
@Timeout(60)
class EarlyRefreshTest {

    private static final CacheSettings EARLY = CacheScenario.SETTINGS.withStaleness(Staleness.NONE.withEarly(1));
    private static final long SECOND = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKvStore store = new InMemoryKvStore(time);
    private final CacheScenario one = new CacheScenario(store, time);
    private final CacheScenario other = one.another(time);

    @AfterEach
    void nothingIsLeft() {
        time.advance(Duration.ofSeconds(2));
        one.end();
        other.end();
        store.close();
    }

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    private static CacheSettings near(NearSettings.Mode mode) {
        return EARLY.withNear(NearSettings.BUILT_IN.withMode(mode));
    }

    private CompletableFuture<@Nullable Object> get(
            CacheScenario process, CacheSettings settings, CallStyle style, CompletableFuture<String> load) {
        return process.get(style, process.call(settings), () -> load);
    }

    /** A value whose load took a second. */
    private void slowValue(CacheSettings settings) {
        slowValue(one, settings);
    }

    private void slowValue(CacheScenario process, CacheSettings settings) {
        CompletableFuture<String> load = new CompletableFuture<>();
        var first = get(process, settings, CallStyle.STAGE, load);
        time.advance(Duration.ofSeconds(1));
        load.complete("old");
        assertThat(first.join()).isEqualTo("old");
    }

    // Every hit in the last hundredth of a second begins early, but for one in e to the hundredth.
    private void awaitEnd() {
        time.advance(Duration.ofSeconds(60).minusMillis(10));
    }

    private void hits(CacheSettings settings, CallStyle style, CompletableFuture<String> load) {
        for (int i = 0; i < 50; i++) {
            assertThat(get(one, settings, style, load).join()).isEqualTo("old");
        }
    }

    @Test
    void likelihoodGrowsAsTheEndComesNearer() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        LoadTimes times = new LoadTimes(random::nextDouble);
        CacheCall call = one.call(EARLY);
        assertThat(times.isDue(call, 0)).as("nothing is known yet").isFalse();
        times.took(call, SECOND);
        for (double lives : new double[] {0.1, 0.5, 1, 2, 4}) {
            int due = 0;
            for (int i = 0; i < 20_000; i++) {
                due += times.isDue(call, (long) (lives * SECOND)) ? 1 : 0;
            }
            assertThat(due / 20_000.0)
                    .as("%s load times before the end", lives)
                    .isCloseTo(Math.exp(-lives), within(0.02));
        }
        assertThat(times.isDue(call, 0)).isTrue();
    }

    @Test
    void firstOfManyCallsBeginsAboutALoadBeforeTheEnd() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        LoadTimes times = new LoadTimes(random::nextDouble);
        CacheCall call = one.call(EARLY);
        times.took(call, SECOND);
        double all = 0;
        for (int run = 0; run < 500; run++) {
            long left = 60 * SECOND;
            while (!times.isDue(call, left)) {
                left -= SECOND / 10;
            }
            all += left;
        }
        // ten calls per load time: the expectation is close to ln 10 load times
        assertThat(all / 500 / SECOND).isBetween(1.5, 4.0);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void nextValueIsThereBeforeThePresentOneEnds(CallStyle style) {
        slowValue(near(NearSettings.Mode.OFF));
        awaitEnd();
        CompletableFuture<String> load = new CompletableFuture<>();
        hits(near(NearSettings.Mode.OFF), style, load);
        Eventually.until(() -> one.loads.get() == 2);
        hits(near(NearSettings.Mode.OFF), style, load);
        load.complete("new");
        Eventually.until(() -> "new".equals(get(other, EARLY, style, load).join()));
        time.advance(Duration.ofMillis(20));
        assertThat(get(other, EARLY, style, load).join()).isEqualTo("new");
        assertThat(one.loads).hasValue(2);
        assertThat(other.loads).hasValue(0);
        assertThat(Collections.frequency(one.events, Outcome.MISS)).isOne();
        assertThat(Collections.frequency(one.events, Outcome.REFRESH)).isOne();
    }

    @Test
    void nextValueIsNotLoadedAgainByACallThatReadTheOneBefore() {
        LateReads late = new LateReads(store);
        CacheScenario process = other.another(late, time);
        CacheSettings settings = near(NearSettings.Mode.OFF);
        CompletableFuture<String> load = new CompletableFuture<>();
        slowValue(process, settings);
        awaitEnd();
        assertThat(get(process, settings, CallStyle.STAGE, load).join()).isEqualTo("old");
        Eventually.until(() -> process.loads.get() == 2);
        late.passing.set(1);
        assertThat(get(process, settings, CallStyle.STAGE, load).join()).isEqualTo("old");
        Eventually.until(() -> late.passing.get() < 0);
        load.complete("new");
        Eventually.until(
                () -> "new".equals(get(other, settings, CallStyle.STAGE, load).join()));
        late.arrive.complete(null);
        process.end();
        assertThat(process.loads).hasValue(2);
    }

    /** A store whose reads bring their values late, once some have passed. */
    private static final class LateReads extends ForwardingKvStore {

        private final AtomicInteger passing = new AtomicInteger(Integer.MAX_VALUE);
        private final CompletableFuture<@Nullable Void> arrive = new CompletableFuture<>();

        LateReads(KvStore store) {
            super(store);
        }

        @Override
        public CompletionStage<byte @Nullable []> get(Key key) {
            CompletionStage<byte @Nullable []> read = super.get(key);
            return passing.decrementAndGet() >= 0 ? read : read.thenCombine(arrive, (bytes, now) -> bytes);
        }

        @Override
        public @Nullable Lookup getNow(Key key) {
            return null;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NearSettings.Mode.class,
            names = {"ON", "OFF"})
    void hitsInTheNearCacheBeginEarlyToo(NearSettings.Mode mode) {
        slowValue(near(mode));
        assertThat(get(one, near(mode), CallStyle.STAGE, new CompletableFuture<>())
                        .join())
                .isEqualTo("old");
        awaitEnd();
        CompletableFuture<String> load = new CompletableFuture<>();
        hits(near(mode), CallStyle.STAGE, load);
        Eventually.until(() -> one.loads.get() == 2);
        load.complete("new");
        Eventually.until(
                () -> "new".equals(get(one, near(mode), CallStyle.STAGE, load).join()));
        assertThat(one.loads).hasValue(2);
    }

    @Test
    void invalidationBeatsAnEarlyLoad() {
        slowValue(EARLY);
        awaitEnd();
        CompletableFuture<String> load = new CompletableFuture<>();
        hits(EARLY, CallStyle.STAGE, load);
        Eventually.until(() -> one.loads.get() == 2);
        Failures.join(other.cache.invalidate(other.key));
        load.complete("of before");
        Eventually.until(() -> one.events.contains(Outcome.NOT_STORED));
        var next = get(other, EARLY, CallStyle.STAGE, CompletableFuture.completedFuture("new"));
        assertThat(next.join()).isEqualTo("new");
    }

    @Test
    void failedEarlyLoadLeavesTheFreshValue() {
        slowValue(EARLY);
        awaitEnd();
        CompletableFuture<String> load = new CompletableFuture<>();
        hits(EARLY, CallStyle.STAGE, load);
        Eventually.until(() -> one.loads.get() == 2);
        load.completeExceptionally(new IllegalStateException("no stock"));
        Eventually.until(() -> one.events.contains(Outcome.LOAD_FAILED));
        assertThat(get(other, EARLY, CallStyle.STAGE, load).join()).isEqualTo("old");
    }

    @Test
    void nothingBeginsEarlyWithoutTheSetting() {
        slowValue(CacheScenario.SETTINGS);
        awaitEnd();
        hits(CacheScenario.SETTINGS, CallStyle.STAGE, new CompletableFuture<>());
        assertThat(one.loads).hasValue(1);
    }

    @Test
    void eagernessOutOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Staleness.NONE.withEarly(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Staleness.NONE.withEarly(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Staleness.NONE.withEarly(1_001));
    }
}
