package io.kvkit.meter;

import static io.kvkit.meter.MeterCell.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Transition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that began before the bands of their limit changed. The differential test holds the scripts to the same. */
class ChangedBandsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Hold HOLD = new Hold(1, LEASE);
    private static final Hold OTHER = new Hold(2, LEASE);

    private static final Meter TEN_MINUTES = fixed(Duration.ofMinutes(10));
    private static final Meter DAY = fixed(Duration.ofDays(1_000));
    private static final Band SECOND = Band.of(Algorithm.FIXED_WINDOW, 1_000, Duration.ofSeconds(1));

    private final MeterCell cell = new MeterCell();
    private long now = MeterRandom.START;

    @Test
    void renewalKeepsTheUseOfTheNewBands() {
        step(TEN_MINUTES.reserve(KEY, 4, HOLD));
        step(DAY.take(KEY, 1, 10));
        pass(Duration.ofSeconds(20));
        assertThat(step(TEN_MINUTES.renew(KEY, HOLD)).granted()).isEqualTo(1);
        assertThat(left(DAY)).isZero();
        pass(Duration.ofSeconds(29));
        assertThat(step(TEN_MINUTES.renew(KEY, HOLD)).granted()).isEqualTo(1);
        assertThat(step(TEN_MINUTES.renew(KEY, OTHER)).granted()).isZero();
        assertThat(left(DAY)).isZero();
    }

    // Otherwise a bucket that refuses all calls would stay full for as long as an old call is renewed.
    @Test
    void renewalLeavesTheNewBandsTheirTime() {
        Meter bucket = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 10, Duration.ofSeconds(10)));
        step(DAY.reserve(KEY, 4, HOLD));
        step(bucket.take(KEY, 1, 10));
        for (int i = 1; i <= 5; i++) {
            pass(Duration.ofSeconds(1));
            step(DAY.renew(KEY, HOLD));
            assertThat(left(bucket)).isEqualTo(i);
        }
    }

    @Test
    void renewalProlongsTheRecordAndNeverShortensIt() {
        step(DAY.reserve(KEY, 4, HOLD));
        step(Meter.of(SECOND).take(KEY, 1, 1));
        pass(Duration.ofSeconds(29));
        step(DAY.renew(KEY, HOLD));
        pass(Duration.ofSeconds(29));
        assertThat(step(DAY.renew(KEY, HOLD)).granted()).isEqualTo(1);
        step(DAY.take(KEY, 1, 1));
        long expires = cell.expiresAtMicros();
        step(TEN_MINUTES.renew(KEY, HOLD));
        assertThat(cell.expiresAtMicros()).isBetween(expires - 1_000, expires + 1_000);
        step(TEN_MINUTES.settle(KEY, 4, HOLD));
        assertThat(cell.expiresAtMicros()).isBetween(expires - 1_000, expires + 2_000);
        assertThat(left(DAY)).isEqualTo(9);
    }

    @Test
    void refundGivesNothingBackToOtherBands() {
        step(TEN_MINUTES.take(KEY, 1, 1));
        step(DAY.take(KEY, 1, 10));
        step(TEN_MINUTES.refund(KEY, 1));
        assertThat(left(DAY)).isZero();
        step(Meter.of(DAY.bands().get(0), SECOND).refund(KEY, 1));
        assertThat(left(DAY)).isZero();
        step(DAY.refund(KEY, 1));
        assertThat(left(DAY)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void settlementEndsTheReservationAlone(Algorithm algorithm) {
        Meter after = Meter.of(Band.of(algorithm, 10, Duration.ofDays(1_000)));
        for (long cost : new long[] {0, 1, 9}) {
            Meter before = Meter.of(Band.of(algorithm, 10, Duration.ofDays(100 + cost)));
            step(before.reserve(KEY, 4, HOLD));
            step(after.take(KEY, 1, 9));
            int size = cell.bytes().length;
            assertThat(step(before.settle(KEY, cost, HOLD)).granted()).isEqualTo(1);
            assertThat(cell.bytes()).hasSize(size - 20);
            assertThat(left(after)).isEqualTo(1);
        }
    }

    @Test
    void bandsThatBothHaveAreKeptToo() {
        Meter more = Meter.of(SECOND, DAY.bands().get(0));
        Meter other = Meter.of(SECOND, TEN_MINUTES.bands().get(0));
        step(more.reserve(KEY, 1, HOLD));
        step(other.take(KEY, 1, 9));
        step(more.renew(KEY, HOLD));
        step(more.refund(KEY, 1));
        step(more.settle(KEY, 0, HOLD));
        assertThat(step(other.peek(KEY, 1)).bands())
                .extracting(MeterReply.BandLeft::remaining)
                .containsExactly(990L, 1L);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void reservationsThatEndFreeNothingThatTheNewBandWasNotCharged(Algorithm algorithm) {
        Meter after = Meter.of(Band.of(algorithm, 10, Duration.ofDays(1_000)));
        step(TEN_MINUTES.reserve(KEY, 4, HOLD));
        step(TEN_MINUTES.reserve(KEY, 4, OTHER));
        step(after.take(KEY, 1, 9));
        step(after.settle(KEY, 1, HOLD));
        assertThat(left(after)).isZero();
        pass(LEASE);
        assertThat(left(after)).isZero();
        assertThat(step(after.take(KEY, 1, 10)).granted()).isZero();
    }

    @Test
    void reservationsOfTheNewBandsAreFreedAsEver() {
        step(TEN_MINUTES.reserve(KEY, 4, HOLD));
        step(DAY.reserve(KEY, 7, OTHER));
        assertThat(left(DAY)).isEqualTo(3);
        pass(LEASE.minusSeconds(10));
        step(TEN_MINUTES.renew(KEY, HOLD));
        pass(Duration.ofSeconds(10));
        step(TEN_MINUTES.renew(KEY, HOLD));
        assertThat(left(DAY)).isEqualTo(10);
        step(DAY.take(KEY, 1, 1));
        assertThat(left(DAY)).isEqualTo(9);
    }

    // Before a call has taken from the new bands, only the settlement of a call that needs no permits charges them.
    @Test
    void stepsThatChargePutTheirBandsInPlaceOfOthers() {
        step(TEN_MINUTES.take(KEY, 1, 10));
        step(DAY.settle(KEY, 3, HOLD));
        assertThat(left(DAY)).isEqualTo(7);
        step(TEN_MINUTES.owe(KEY, 2));
        assertThat(left(TEN_MINUTES)).isEqualTo(8);
    }

    @Test
    void reservationsAreHeldByAClockBefore2025() {
        now = 1_577_836_800_000_000L;
        step(DAY.reserve(KEY, 4, HOLD));
        assertThat(left(DAY)).isEqualTo(6);
        Meter bucket = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 10, Duration.ofDays(1)));
        step(bucket.take(KEY, 1, 1));
        assertThat(step(bucket.renew(KEY, HOLD)).granted()).isEqualTo(1);
    }

    private void pass(Duration time) {
        now += time.toNanos() / 1_000;
    }

    private MeterReply step(Transition<MeterReply> step) {
        return cell.apply(step, now);
    }

    private long left(Meter meter) {
        return step(meter.peek(KEY, 1)).bands().get(0).remaining();
    }

    private static Meter fixed(Duration window) {
        return Meter.of(Band.of(Algorithm.FIXED_WINDOW, 10, window));
    }
}
