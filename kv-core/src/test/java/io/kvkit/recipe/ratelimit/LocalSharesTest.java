package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Four JVMs without their store, each with its share of the limits. */
class LocalSharesTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Namespace KEYS = Namespace.of("t", "ratelimit", "calls", Retention.KEPT);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final LocalShares shares = limit -> limit.equals("half") ? 0.5 : 0.25;
    private final List<RateLimiter> four =
            IntStream.range(0, 4).mapToObj(i -> limiter()).toList();

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void togetherTheyKeepToTheLimit(Algorithm algorithm) {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        Charge charge = charge("api", algorithm, 100, 1);
        assertThat(granted(charge)).isBetween(90, 110);
        if (algorithm == Algorithm.TOKEN_BUCKET) {
            time.advance(WINDOW.dividedBy(2));
            assertThat(granted(charge)).isBetween(44, 55);
        }
    }

    @ParameterizedTest
    @CsvSource({"api,3,4", "api,10,8", "half,10,20", "api,100,100"})
    void shareIsRoundedDownToAtLeastOne(String name, int limit, int together) {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        assertThat(granted(charge(name, Algorithm.FIXED_WINDOW, limit, 1))).isEqualTo(together);
    }

    @Test
    void storeThatIsBackDecidesAboutTheWholeLimit() {
        Charge charge = charge("api", Algorithm.TOKEN_BUCKET, 100, 1);
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        RateLimitResult alone = take(four.get(0), charge);
        assertThat(alone.decidedBy()).isEqualTo(DecidedBy.LOCAL);
        assertThat(alone.limit()).isEqualTo(25);
        assertThat(alone.remaining()).isEqualTo(24);
        store.heal();
        RateLimitResult back = take(four.get(0), charge);
        assertThat(back.decidedBy()).isEqualTo(DecidedBy.STORE);
        assertThat(back.remaining()).isEqualTo(99);
    }

    @Test
    void callThatCostsMoreThanTheShareWaitsForTheStore() {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        RateLimitResult refused = take(four.get(0), charge("api", Algorithm.TOKEN_BUCKET, 100, 30));
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(WINDOW);
        assertThat(take(four.get(0), charge("api", Algorithm.TOKEN_BUCKET, 100, 101))
                        .retryAfter())
                .isNull();
    }

    @Test
    void otherLimitIsGivenBackItsShare() {
        store.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        Charge wide = charge("wide", Algorithm.TOKEN_BUCKET, 100, 1);
        Charge narrow = charge("narrow", Algorithm.TOKEN_BUCKET, 4, 1);
        RateLimiter one = four.get(0);
        assertThat(take(one, wide, narrow).allowed()).isTrue();
        for (int i = 0; i < 50; i++) {
            assertThat(take(one, wide, narrow).allowed()).isFalse();
        }
        assertThat(take(one, wide).remaining()).isEqualTo(23);
    }

    @Test
    void burstThatIsRefilledForYearsHasAShareToo() {
        Duration years = Duration.ofDays(365 * 5);
        Band slow = Band.of(Algorithm.TOKEN_BUCKET, 70, years, 139);
        for (double fraction = 0.001; fraction < 1; fraction += 0.001) {
            Band share = Meter.of(slow).share(fraction).bands().get(0);
            assertThat(share.capacity()).isBetween(1L, Math.max(1, Math.round(139 * fraction)));
        }
    }

    private int granted(Charge charge) {
        return (int) IntStream.range(0, 1_000)
                .filter(i -> take(four.get(i % 4), charge).allowed())
                .count();
    }

    private static RateLimitResult take(RateLimiter limiter, Charge... charges) {
        return Failures.join(limiter.take(new RateLimitCall(List.of(charges), OnStoreFailure.LOCAL)));
    }

    private static Charge charge(String name, Algorithm algorithm, long limit, long cost) {
        Band band = algorithm == Algorithm.CALENDAR_WINDOW
                ? Band.calendar(limit, new CalendarWindow(Unit.DAY, ZoneOffset.UTC))
                : Band.of(algorithm, limit, WINDOW);
        return new Charge(name, KEYS.key(name), Meter.of(band), cost);
    }

    private RateLimiter limiter() {
        RateLimiterSettings settings = RateLimiterSettings.DEFAULT.withLocalShares(shares);
        return new RateLimiter(RateLimiterTest.remote(store), new InMemoryKvStore(time), settings, KvListeners.NONE);
    }
}
