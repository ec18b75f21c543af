package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long results are kept: shortened at random, and as their own content says. */
class CacheLifeTest {

    private final VirtualTime time = new VirtualTime();
    private final CacheScenario scenario = new CacheScenario(new InMemoryKvStore(time), time);

    @AfterEach
    void nothingIsLeft() {
        scenario.end();
    }

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    private static CacheRules living(LongUnaryOperator life) {
        return new CacheRules() {
            @Override
            public long ttlMillis(@Nullable Object result, long configured) {
                return life.applyAsLong(configured);
            }
        };
    }

    private long life(CacheSettings settings) {
        Failures.join(scenario.cache.put(scenario.call(settings), "value"));
        ClaimRecord record = ClaimRecord.read(Failures.join(scenario.store.get(scenario.key)));
        return (record.freshUntil() - time.micros()) / 1_000;
    }

    @Test
    void resultsThatWereStoredTogetherDoNotEndTogether() {
        CacheSettings settings = CacheScenario.SETTINGS.withJitter(0.1);
        long[] lives = LongStream.range(0, 2_000).map(i -> life(settings)).toArray();
        assertThat(LongStream.of(lives)).allMatch(life -> life >= 54_000 && life <= 60_000);
        for (long from = 54_000; from < 60_000; from += 1_000) {
            long second = from;
            assertThat(LongStream.of(lives).filter(life -> life >= second && life < second + 1_000))
                    .as("lives from %d ms", second)
                    .hasSizeBetween(150, 550);
        }
    }

    @Test
    void withoutJitterALifeIsExact() {
        assertThat(life(CacheScenario.SETTINGS)).isEqualTo(60_000);
    }

    @Test
    void lifeOfAMillisecondStaysOne() {
        assertThat(life(CacheSettings.of("products", 1).withJitter(0.99))).isOne();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1, 5, Double.NaN, Double.POSITIVE_INFINITY})
    void jitterThatIsNoShareIsRefused(double jitter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheScenario.SETTINGS.withJitter(jitter))
                .withMessage("A jitter is at least 0 and below 1, but this one is " + jitter);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultIsKeptForAsLongAsItSays(CallStyle style) {
        CacheCall call = scenario.call(living(configured -> configured / 60));
        scenario.get(style, call, () -> CompletableFuture.completedFuture("one"))
                .join();
        time.advance(Duration.ofMillis(999));
        assertThat(scenario.get(style, "two").join()).isEqualTo("one");
        time.advance(Duration.ofMillis(1));
        assertThat(scenario.get(style, "two").join()).isEqualTo("two");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultWithoutALifeIsNotKept(CallStyle style) {
        for (long life : new long[] {0, -1, Long.MIN_VALUE}) {
            CacheCall call = scenario.call(living(configured -> life));
            assertThat(scenario.get(style, call, () -> CompletableFuture.completedFuture("one"))
                            .join())
                    .isEqualTo("one");
            scenario.madeByHand(1);
            assertThat(Failures.join(scenario.cache.stored(scenario.call()))).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultWhoseLifeIsUnknownReachesItsCallerAndIsNotKept(CallStyle style) {
        CacheCall call = scenario.call(living(configured -> {
            throw new IllegalStateException("no expiry");
        }));
        assertThat(scenario.get(style, call, () -> CompletableFuture.completedFuture("one"))
                        .join())
                .isEqualTo("one");
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.PASSED_BY);
        assertThat(scenario.get(style, "two").join()).isEqualTo("two");
    }

    @Test
    void nullIsKeptForItsOwnTimeAndNotForThatOfValues() {
        CacheCall call = scenario.call(living(configured -> {
            throw new IllegalStateException("asked");
        }));
        scenario.get(CallStyle.PLAIN, call, () -> CompletableFuture.completedFuture(null))
                .join();
        time.advance(Duration.ofMillis(29_999));
        assertThat(scenario.get(CallStyle.PLAIN, "two").join()).isNull();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultThatIsNoLongerValidIsComputedAgain(CallStyle style) {
        CacheCall call = scenario.call(validUnless("sold out"));
        assertThat(scenario.get(style, "sold out").join()).isEqualTo("sold out");
        assertThat(scenario.get(style, call, () -> CompletableFuture.completedFuture("in stock"))
                        .join())
                .isEqualTo("in stock");
        assertThat(scenario.get(style, call, () -> CompletableFuture.completedFuture("never"))
                        .join())
                .isEqualTo("in stock");
        assertThat(scenario.events).containsExactly(Outcome.MISS, Outcome.INVALID, Outcome.MISS, Outcome.HIT);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void staleResultThatIsNoLongerValidIsNotGivenOut(CallStyle style) {
        CacheSettings settings = CacheScenario.SETTINGS.withStaleness(new Staleness(600_000, 600_000, 1_000));
        CacheCall call = new CacheCall(scenario.key, settings, scenario.call().codec(), validUnless("sold out"));
        scenario.get(style, scenario.call(settings), () -> CompletableFuture.completedFuture("sold out"))
                .join();
        time.advance(Duration.ofMinutes(2));
        assertThat(scenario.get(style, call, () -> CompletableFuture.completedFuture("in stock"))
                        .join())
                .isEqualTo("in stock");
    }

    @ParameterizedTest
    @MethodSource("styles")
    void rulesThatFailForAStoredResultComputeItAgain(CallStyle style) {
        scenario.get(style, "one").join();
        CacheCall call = scenario.call(new CacheRules() {
            @Override
            public boolean isValid(@Nullable Object result) {
                throw new IllegalStateException("no clock");
            }
        });
        assertThat(scenario.get(style, call, () -> CompletableFuture.completedFuture("two"))
                        .join())
                .isEqualTo("two");
    }

    private static CacheRules validUnless(String result) {
        return new CacheRules() {
            @Override
            public boolean isValid(@Nullable Object stored) {
                return !result.equals(stored);
            }
        };
    }
}
