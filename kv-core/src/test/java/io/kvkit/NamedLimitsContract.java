package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import io.kvkit.tck.FaultyKvStore.Fault;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client promises about limits that it finds by name. Each algorithm has one, of five permits in a month. */
abstract class NamedLimitsContract extends ClientGroup {

    private static final Duration MONTH = Duration.ofDays(30);
    private static final String MIXED = "mixed";

    @Override
    Catalog catalog() {
        return new Catalog() {
            @Override
            public @Nullable RateLimitSettings rateLimit(String name) {
                Meter meter = name.equals(MIXED)
                        ? Meter.of(band(Algorithm.TOKEN_BUCKET), Band.of(Algorithm.FIXED_WINDOW, 7, MONTH))
                        : Meter.of(band(Algorithm.valueOf(name)));
                return new RateLimitSettings(name, meter, OnStoreFailure.LOCAL);
            }
        };
    }

    private static Band band(Algorithm algorithm) {
        return algorithm == Algorithm.CALENDAR_WINDOW
                ? Band.calendar(5, new CalendarWindow(CalendarWindow.Unit.MONTH, ZoneOffset.UTC))
                : Band.of(algorithm, 5, MONTH);
    }

    private KvRateLimit limit(Algorithm algorithm) {
        return client.rateLimit(algorithm.name());
    }

    private static long left(KvRateLimit limit, Object key) {
        return limit.peek(key).remaining();
    }

    @ParameterizedTest
    @EnumSource
    void refundGivesBackWhatIsUsedAndNoMore(Algorithm algorithm) {
        KvRateLimit limit = limit(algorithm);
        assertThat(limit.tryAcquire("ada", 5).allowed()).isTrue();
        limit.refund("ada", 2);
        assertThat(left(limit, "ada")).isEqualTo(2);
        limit.refund("ada", 0);
        assertThat(limit.tryAcquire("ada", 3).allowed()).isFalse();
        limit.refund("ada", 1_000_000);
        assertThat(left(limit, "ada")).isEqualTo(5);
        limit.refund("bob", 3);
        assertThat(limit.tryAcquire("bob", 6).allowed()).isFalse();
        assertThat(limit.tryAcquire("bob", 5).allowed()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> limit.refund("ada", -1));
    }

    @Test
    void refundGivesBackToEveryBand() {
        KvRateLimit limit = client.rateLimit(MIXED);
        limit.tryAcquire("ada", 4);
        limit.refund("ada", 3);
        assertThat(limit.peek("ada").policies())
                .extracting(RateLimitResult.Policy::remaining)
                .containsExactly(4L, 6L);
    }

    @ParameterizedTest
    @EnumSource
    void resetForgetsOneKey(Algorithm algorithm) {
        KvRateLimit limit = limit(algorithm);
        List.of("ada", "bob").forEach(key -> limit.tryAcquire(key, 5));
        limit.scoped("acme").tryAcquire("ada", 4);
        assertThat(limit.tryAcquire("ada").allowed()).isFalse();
        limit.reset("ada");
        assertThat(left(limit, "ada")).isEqualTo(5);
        assertThat(left(limit, "bob")).isZero();
        assertThat(left(limit.scoped("acme"), "ada")).isOne();
        limit.reset("ada");
        assertThat(limit.tryAcquire("ada", 5).allowed()).isTrue();
        assertThat(limit.tryAcquire("ada").allowed()).isFalse();
    }

    @Test
    void resetRemovesADamagedRecord() {
        KvRateLimit limit = limit(Algorithm.TOKEN_BUCKET);
        Key key = Area.RATE_LIMIT.namespace(under.prefix(), "TOKEN_BUCKET").key("ada");
        store.set(key, new byte[] {1}, Ttl.NONE).toCompletableFuture().join();
        assertThatExceptionOfType(KvException.class).isThrownBy(() -> limit.refund("ada", 1));
        limit.reset("ada");
        assertThat(left(limit, "ada")).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void refundsAtTheSameTimeCountOnceEach(Algorithm algorithm) throws Exception {
        KvRateLimit limit = limit(algorithm);
        limit.tryAcquire("ada", 5);
        await(atOnce(3, () -> refunded(limit)));
        assertThat(left(limit, "ada")).isEqualTo(3);
        await(atOnce(16, () -> refunded(limit)));
        assertThat(left(limit, "ada")).isEqualTo(5);
        int passed = 0;
        for (Future<Boolean> call : atOnce(16, () -> limit.tryAcquire("ada").allowed())) {
            passed += call.get() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(5);
    }

    private static Object refunded(KvRateLimit limit) {
        limit.refund("ada", 1);
        return "refunded";
    }

    private static void await(List<? extends Future<?>> calls) throws Exception {
        for (Future<?> call : calls) {
            call.get();
        }
    }

    @Test
    void refundAndResetFailIfTheStoreFails() {
        KvRateLimit limit = limit(Algorithm.TOKEN_BUCKET);
        limit.tryAcquire("ada", 5);
        store.fail("meter", Fault.REQUEST_LOST);
        store.fail("delete", Fault.REQUEST_LOST);
        assertThatExceptionOfType(KvException.class).isThrownBy(() -> limit.refund("ada", 1));
        assertThatExceptionOfType(KvException.class).isThrownBy(() -> limit.reset("ada"));
        store.heal();
        assertThat(left(limit, "ada")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void reservationIsSettledByTheCost(Algorithm algorithm) {
        KvRateLimit limit = limit(algorithm);
        KvReservation reserved = limit.reserve("ada", 3);
        assertThat(reserved.granted()).isTrue();
        assertThat(reserved.result().remaining()).isEqualTo(2);
        reserved.settle(4);
        reserved.cancel();
        assertThat(left(limit, "ada")).isEqualTo(1);
        assertThat(limit.reserve("ada", 2).granted()).isFalse();
        limit.reserve("ada", 1).cancel();
        assertThat(left(limit, "ada")).isEqualTo(1);
    }
}
