package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work that is under way when the window of its limit changes. */
abstract class ReservationChangeContract extends LimitScenario {

    private static final Duration LONG = Duration.ofDays(1_000);

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void renewalsAndSettlementLeaveTheNewWindowAlone(Algorithm algorithm) {
        Reservation reserved = reserve(4);
        Charge after = charge(algorithm, LONG, 9);
        assertThat(take(after).allowed()).isTrue();
        work(after, Duration.ofMinutes(2));
        assertThat(remaining(after)).isEqualTo(1);
        Failures.join(reserved.settle(6));
        assertThat(remaining(after)).isEqualTo(1);
        assertThat(time().pending()).isZero();
    }

    @Test
    void refundLeavesTheNewWindowAlone() {
        Charge before = charge(Algorithm.FIXED_WINDOW, LONG.dividedBy(2), 1);
        take(before);
        Charge after = charge(Algorithm.FIXED_WINDOW, LONG, 10);
        take(after);
        Failures.join(limiter.refund(List.of(before)));
        assertThat(remaining(after)).isZero();
        assertThat(take(after).allowed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void workOfAProcessThatDiedFreesNothingOfTheNewWindow(Algorithm algorithm) {
        Charge before = charge(Algorithm.FIXED_WINDOW, LONG.dividedBy(2), 2);
        for (int i = 0; i < 5; i++) {
            Failures.join(Reservation.of(limiter, before, OnStoreFailure.CLOSED));
        }
        Charge after = charge(algorithm, LONG, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(take(after).allowed()).isTrue();
        }
        under.advance(Reservation.LEASE);
        assertThat(remaining(after)).isZero();
        assertThat(take(after).allowed()).isFalse();
    }

    /** Reserves permits of a limit that will change, by a limiter that renews them. */
    private Reservation reserve(long estimate) {
        RateLimiterSettings patient = RateLimiterSettings.DEFAULT.withTimeout(Duration.ofSeconds(20));
        RateLimiter alive =
                new RateLimiter(seen(store), new InMemoryKvStore(time()), patient, KvListeners.NONE, time());
        Charge before = charge(Algorithm.FIXED_WINDOW, LONG.dividedBy(2), estimate);
        return Failures.join(Reservation.of(alive, before, OnStoreFailure.CLOSED));
    }

    /** Lets time pass while renewals are sent and answered. */
    private void work(Charge charge, Duration time) {
        for (Duration left = time; !left.isZero(); left = left.minusSeconds(10)) {
            under.advance(Duration.ofSeconds(10));
            remaining(charge);
        }
    }

    private Charge charge(Algorithm algorithm, Duration window, long cost) {
        return new Charge("work", keys().key("work"), Meter.of(Band.of(algorithm, 10, window)), cost);
    }
}
