package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reservations in the record of a meter, on bytes. The differential test holds the scripts to the same. */
class HoldTest {

    private static final long START = 1_755_907_200_000_000L;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Hold HOLD = new Hold(1, LEASE);
    private static final Hold OTHER = new Hold(2, LEASE);

    private final MeterCell cell = new MeterCell();
    private long now = START;

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_BUCKET", "SLIDING_WINDOW", "FIXED_WINDOW", "STRICT_WINDOW"})
    void permitsComeBackWhenTheLeaseEnds(Algorithm algorithm) {
        Meter meter = meter(algorithm, 10);
        assertThat(step(meter.reserve(MeterCell.KEY, 4, HOLD)).granted()).isEqualTo(1);
        assertThat(step(meter.reserve(MeterCell.KEY, 7, OTHER)).granted()).isZero();
        pass(LEASE.toNanos() / 1_000 - 1);
        assertThat(left(meter)).isEqualTo(6);
        pass(1);
        assertThat(left(meter)).isEqualTo(10);
        assertThat(step(meter.take(MeterCell.KEY, 1, 10)).granted()).isEqualTo(10);
        assertThat(left(meter)).isZero();
    }

    @Test
    void takesOfABucketKeepReservationsAndFreeThemOnce() {
        Meter meter = meter(Algorithm.TOKEN_BUCKET, 10);
        step(meter.reserve(MeterCell.KEY, 4, HOLD));
        assertThat(step(meter.take(MeterCell.KEY, 1, 1)).bands().get(0).remaining())
                .isEqualTo(5);
        pass(LEASE.toNanos() / 1_000);
        assertThat(step(meter.take(MeterCell.KEY, 1, 1)).bands().get(0).remaining())
                .isEqualTo(8);
        assertThat(step(meter.take(MeterCell.KEY, 1, 1)).bands().get(0).remaining())
                .isEqualTo(7);
    }

    @Test
    void renewalHoldsThemAndTellsWhenItIsTooLate() {
        Meter meter = meter(Algorithm.FIXED_WINDOW, 10);
        step(meter.reserve(MeterCell.KEY, 4, HOLD));
        pass(LEASE.toNanos() / 1_000 - 1);
        assertThat(step(meter.renew(MeterCell.KEY, HOLD)).granted()).isEqualTo(1);
        pass(LEASE.toNanos() / 1_000 - 1);
        assertThat(left(meter)).isEqualTo(6);
        pass(1);
        assertThat(step(meter.renew(MeterCell.KEY, HOLD)).granted()).isZero();
        assertThat(left(meter)).isEqualTo(10);
        assertThat(step(meter.renew(MeterCell.KEY, OTHER)).granted()).isZero();
    }

    @Test
    void settlementChargesTheCostInPlaceOfTheEstimate() {
        Meter meter = meter(Algorithm.FIXED_WINDOW, 10);
        step(meter.reserve(MeterCell.KEY, 4, HOLD));
        step(meter.reserve(MeterCell.KEY, 3, OTHER));
        assertThat(step(meter.settle(MeterCell.KEY, 1, HOLD)).granted()).isEqualTo(1);
        assertThat(left(meter)).isEqualTo(6);
        assertThat(step(meter.settle(MeterCell.KEY, 0, OTHER)).granted()).isEqualTo(1);
        assertThat(left(meter)).isEqualTo(9);
        pass(LEASE.toNanos() / 1_000);
        assertThat(left(meter)).isEqualTo(9);
    }

    @Test
    void lateSettlementOwesAllOfTheCostOnce() {
        Meter meter = meter(Algorithm.FIXED_WINDOW, 10);
        step(meter.reserve(MeterCell.KEY, 4, HOLD));
        pass(LEASE.toNanos() / 1_000);
        step(meter.take(MeterCell.KEY, 1, 9));
        assertThat(step(meter.settle(MeterCell.KEY, 5, HOLD)).granted()).isZero();
        assertThat(left(meter)).isZero();
        step(meter.refund(MeterCell.KEY, 4));
        assertThat(left(meter)).isZero();
        step(meter.refund(MeterCell.KEY, 1));
        assertThat(left(meter)).isEqualTo(1);
    }

    @Test
    void recordWithoutReservationsIsAsLargeAsBefore() {
        Meter meter = meter(Algorithm.TOKEN_BUCKET, 10);
        step(meter.take(MeterCell.KEY, 1, 5));
        int usual = cell.bytes().length;
        step(meter.reserve(MeterCell.KEY, 4, HOLD));
        assertThat(cell.bytes()).hasSize(usual + 20);
        step(meter.settle(MeterCell.KEY, 4, HOLD));
        assertThat(cell.bytes()).hasSize(usual);
    }

    @Test
    void recordLivesAsLongAsAReservation() {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 1_000, Duration.ofSeconds(1)));
        step(meter.reserve(MeterCell.KEY, 5, HOLD));
        pass(1_000_000);
        assertThat(step(meter.settle(MeterCell.KEY, 9, HOLD)).bands().get(0).remaining())
                .isEqualTo(996);
    }

    @Test
    void numberOfReservationsIsBounded() {
        Meter meter = meter(Algorithm.FIXED_WINDOW, 10_000);
        for (int i = 0; i < Hold.MOST; i++) {
            assertThat(step(meter.reserve(MeterCell.KEY, 1, new Hold(i, LEASE))).granted())
                    .isEqualTo(1);
        }
        pass(1_000_000);
        MeterReply full = step(meter.reserve(MeterCell.KEY, 1, new Hold(Hold.MOST, LEASE)));
        assertThat(full.granted()).isZero();
        assertThat(full.retryAfter()).isEqualTo(LEASE.minusSeconds(1));
        assertThat(full.refusingBand()).isZero();
        assertThat(step(meter.take(MeterCell.KEY, 1, 1)).granted()).isEqualTo(1);
    }

    @Test
    void whatIsTakenIsNeverMoreThanTheLimitWhateverBecomesOfReservations() {
        for (int seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            MeterCell record = new MeterCell();
            Meter meter = meter(Algorithm.FIXED_WINDOW, 30);
            long charged = 0;
            long[] open = new long[8];
            long[] ends = new long[8];
            long time = START;
            for (int i = 0; i < 300; i++) {
                time += random.nextInt(4_000_000);
                for (int id = 0; id < open.length; id++) {
                    if (open[id] > 0 && ends[id] <= time) {
                        charged = Math.max(0, charged - open[id]);
                        open[id] = 0;
                    }
                }
                int id = random.nextInt(open.length);
                Hold hold = new Hold(id, Duration.ofSeconds(5));
                long cost = 1 + random.nextInt(9);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        boolean granted = open[id] == 0
                                && record.apply(meter.reserve(MeterCell.KEY, cost, hold), time)
                                                .granted()
                                        == 1;
                        if (granted) {
                            open[id] = cost;
                            ends[id] = time + 5_000_000;
                            charged += cost;
                        }
                    }
                    case 1 -> {
                        record.apply(meter.settle(MeterCell.KEY, cost, hold), time);
                        long settled = Math.max(0, charged + cost - open[id]);
                        charged = cost > open[id] ? Math.min(60, settled) : settled;
                        open[id] = 0;
                    }
                    case 2 -> {
                        record.apply(meter.renew(MeterCell.KEY, hold), time);
                        ends[id] = open[id] > 0 ? time + 5_000_000 : 0;
                    }
                    default ->
                        charged += cost
                                * record.apply(meter.take(MeterCell.KEY, cost, 1), time)
                                        .granted();
                }
                MeterReply look = record.apply(meter.peek(MeterCell.KEY, 1), time);
                assertThat(look.bands().get(0).remaining())
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(Math.max(0, 30 - charged));
            }
        }
    }

    @Test
    void leasesAndIdsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Hold(-1, LEASE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hold(1, Duration.ofMillis(99)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Hold(1, Duration.ofHours(3)));
        assertThat(Hold.create(LEASE).id()).isNotNegative();
    }

    private void pass(long micros) {
        now += micros;
    }

    private MeterReply step(Transition<MeterReply> step) {
        return cell.apply(step, now);
    }

    private long left(Meter meter) {
        return step(meter.peek(MeterCell.KEY, 1)).bands().get(0).remaining();
    }

    private static Meter meter(Algorithm algorithm, long limit) {
        return Meter.of(Band.of(algorithm, limit, Duration.ofDays(1_000)));
    }
}
