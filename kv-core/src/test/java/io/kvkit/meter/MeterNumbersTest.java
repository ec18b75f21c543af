package io.kvkit.meter;

import static io.kvkit.meter.MeterCell.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Namespace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exact numbers of each algorithm, with the time set by hand. */
class MeterNumbersTest {

    private static final long SECOND = 1_000_000;
    private static final Meter BUCKET = meter(Algorithm.TOKEN_BUCKET, 5, 10);
    private static final Meter SLIDING = meter(Algorithm.SLIDING_WINDOW, 10, 10);
    private static final Meter FIXED = meter(Algorithm.FIXED_WINDOW, 10, 10);

    private final MeterCell cell = new MeterCell();

    @Test
    void bucketGivesItsBurstAndThenOnePermitPerRefill() {
        assertThat(take(BUCKET, 1, 5, 0)).isEqualTo(reply(5, 0, -1, 0, new BandLeft(0, 10 * SECOND)));
        assertThat(take(BUCKET, 1, 1, 0)).isEqualTo(reply(0, 2 * SECOND, 0, 0, new BandLeft(0, 10 * SECOND)));
        assertThat(take(BUCKET, 1, 1, 2 * SECOND - 10).granted()).isZero();
        assertThat(take(BUCKET, 1, 1, 2 * SECOND)).isEqualTo(reply(1, 0, -1, 2 * SECOND, new BandLeft(0, 10 * SECOND)));
        assertThat(take(BUCKET, 1, 9, 20 * SECOND).granted()).isEqualTo(5);
    }

    @Test
    void bucketWithBurstHoldsTheBurstAndRefillsAtTheLimit() {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 10, Duration.ofSeconds(1), 3));
        assertThat(take(meter, 1, 9, 0)).isEqualTo(reply(3, 100_000, 0, 0, new BandLeft(0, 300_000)));
        assertThat(take(meter, 1, 9, 100_000).granted()).isEqualTo(1);
        assertThat(take(meter, 1, 9, 10 * SECOND).granted()).isEqualTo(3);
    }

    @Test
    void bucketAdmitsUpToBurstPlusOneLimitInSomeWindow() {
        Meter meter = meter(Algorithm.TOKEN_BUCKET, 100, 60);
        long admitted = 0;
        for (long at = 0; at < 60 * SECOND; at += 1_000) {
            admitted += take(meter, 1, 100, at).granted();
        }
        assertThat(admitted).isEqualTo(199);
    }

    @Test
    void slidingWindowWeighsThePreviousWindowByItsShare() {
        long start = windowStart();
        assertThat(take(SLIDING, 1, 10, start).granted()).isEqualTo(10);
        // One more fits when a tenth of the previous window has slid out.
        assertThat(take(SLIDING, 1, 1, start)).isEqualTo(reply(0, 11 * SECOND, 0, start, new BandLeft(0, 20 * SECOND)));
        assertThat(take(SLIDING, 1, 1, start + 11 * SECOND - 100).granted()).isZero();
        assertThat(take(SLIDING, 1, 9, start + 15 * SECOND).granted()).isEqualTo(5);
        assertThat(take(SLIDING, 1, 1, start + 15 * SECOND).retryAfterMicros()).isEqualTo(SECOND);
        assertThat(take(SLIDING, 1, 99, start + 35 * SECOND).granted()).isEqualTo(10);
    }

    @Test
    void slidingWindowAdmitsUpToTwiceTheLimitLessOneInSomeWindow() {
        Meter meter = meter(Algorithm.SLIDING_WINDOW, 100, 60);
        long start = windowStart(meter);
        assertThat(take(meter, 1, 100, start + 60 * SECOND - 1).granted()).isEqualTo(100);
        long admitted = 100;
        for (long at = start + 60 * SECOND; at < start + 120 * SECOND - 1; at += 1_000) {
            admitted += take(meter, 1, 1, at).granted();
        }
        assertThat(admitted).isEqualTo(199);
    }

    @Test
    void fixedWindowStartsAnewAtItsBoundary() {
        long start = windowStart(FIXED);
        assertThat(take(FIXED, 1, 10, start + 10 * SECOND - 1))
                .isEqualTo(reply(10, 0, -1, start + 10 * SECOND - 1, new BandLeft(0, 1)));
        assertThat(take(FIXED, 1, 1, start + 10 * SECOND - 1).retryAfterMicros())
                .isEqualTo(1);
        assertThat(take(FIXED, 1, 10, start + 10 * SECOND).granted()).isEqualTo(10);
        assertThat(take(FIXED, 1, 1, start + 12 * SECOND).retryAfterMicros()).isEqualTo(8 * SECOND);
    }

    @Test
    void strictWindowCountsEveryTenthThatItTouches() {
        Meter meter = meter(Algorithm.STRICT_WINDOW, 10, 10);
        long start = windowStart(meter);
        assertThat(take(meter, 1, 4, start)).isEqualTo(reply(4, 0, -1, start, new BandLeft(6, 11 * SECOND)));
        assertThat(take(meter, 1, 9, start + 3 * SECOND))
                .isEqualTo(reply(6, 8 * SECOND, 0, start + 3 * SECOND, new BandLeft(0, 11 * SECOND)));
        assertThat(take(meter, 1, 1, start + 11 * SECOND - 1).granted()).isZero();
        assertThat(take(meter, 1, 9, start + 11 * SECOND).granted()).isEqualTo(4);
        assertThat(take(meter, 6, 1, start + 11 * SECOND).retryAfterMicros()).isEqualTo(3 * SECOND);
    }

    @Test
    void strictWindowGivesSteadyTrafficTenOfElevenPermits() {
        Meter meter = meter(Algorithm.STRICT_WINDOW, 100, 60);
        long admitted = 0;
        for (long at = 0; at < 660 * SECOND; at += 100_000) {
            admitted += take(meter, 1, 1, at).granted();
        }
        assertThat(admitted).isBetween(1_000L, 1_100L);
    }

    @Test
    void refundToAStrictWindowTakesTheLatestCallsBack() {
        Meter meter = meter(Algorithm.STRICT_WINDOW, 10, 10);
        long start = windowStart(meter);
        take(meter, 1, 4, start);
        take(meter, 1, 4, start + 5 * SECOND);
        cell.apply(meter.refund(KEY, 6), at(start + 6 * SECOND));
        assertThat(take(meter, 9, 1, start + 6 * SECOND).retryAfterMicros()).isEqualTo(5 * SECOND);
    }

    @Test
    void recordOfAStrictWindowHasNoCellsForWhatIsForgotten() {
        Meter meter = meter(Algorithm.STRICT_WINDOW, 10, 10);
        long start = windowStart(meter);
        take(meter, 1, 1, start);
        assertThat(cell.bytes()).hasSize(10 + 20);
        take(meter, 1, 1, start + 10 * SECOND);
        assertThat(cell.bytes()).hasSize(10 + 6 * 20);
        take(meter, 1, 1, start + 11 * SECOND);
        assertThat(cell.bytes()).hasSize(10 + 20);
    }

    @Test
    void windowsOfDifferentKeysBeginAtDifferentMoments() {
        long phases = Arrays.stream(new String[] {"a", "b", "c", "d"})
                .map(id -> Namespace.of("t", "r", "n", Key.Retention.KEPT).key(id))
                .mapToLong(key -> phase(FIXED, key) % (10 * SECOND))
                .distinct()
                .count();
        assertThat(phases).isEqualTo(4);
    }

    @Test
    void costAboveTheCapacityIsNeverGranted() {
        assertThat(take(BUCKET, 6, 1, 0).retryAfter()).isNull();
        assertThat(take(FIXED, 11, 1, 0).retryAfterMicros()).isEqualTo(MeterReply.NEVER);
        assertThat(take(SLIDING, 11, 1, 0).retryAfterMicros()).isEqualTo(MeterReply.NEVER);
        assertThat(cell.bytes()).isNull();
        assertThat(Meter.of(BUCKET.bands().get(0), FIXED.bands().get(0)).maxCost())
                .isEqualTo(5);
    }

    @Test
    void bandsAgreeOrNothingIsCharged() {
        Meter both = Meter.of(
                Band.of(Algorithm.TOKEN_BUCKET, 2, Duration.ofSeconds(1)),
                Band.of(Algorithm.FIXED_WINDOW, 3, Duration.ofDays(1)));
        assertThat(take(both, 1, 2, 0).granted()).isEqualTo(2);
        byte[] before = cell.bytes();
        MeterReply refused = take(both, 1, 1, 0);
        assertThat(refused.refusingBand()).isZero();
        assertThat(refused.bands().get(1).remaining()).isEqualTo(1);
        assertThat(cell.bytes()).isEqualTo(before);
        assertThat(take(both, 1, 1, SECOND).granted()).isEqualTo(1);
        assertThat(take(both, 1, 1, 2 * SECOND).refusingBand()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void refundToZeroRemovesTheRecord(Algorithm algorithm) {
        Meter meter = meter(algorithm, 10, 10);
        take(meter, 4, 1, 0);
        assertThat(cell.apply(meter.at(at(0)).refund(KEY, 3), at(0))
                        .bands()
                        .get(0)
                        .remaining())
                .isEqualTo(9);
        assertThat(cell.apply(meter.at(at(0)).refund(KEY, 3), at(0)).bands().get(0))
                .isEqualTo(new BandLeft(10, 0));
        assertThat(cell.bytes()).isNull();
        cell.apply(meter.at(at(0)).refund(KEY, 3), at(0));
        assertThat(cell.bytes()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void upgradeAdmitsTheNextCallAndDowngradeIsNeverNegative(Algorithm algorithm) {
        Meter small = meter(algorithm, 10, 60);
        Meter large = meter(algorithm, 100, 60);
        take(small, 1, 10, 0);
        assertThat(take(large, 1, 1, 0).bands().get(0).remaining()).isEqualTo(89);
        take(large, 1, 89, 0);
        MeterReply after = take(small, 1, 1, 0);
        assertThat(after.bands().get(0).remaining()).isZero();
        assertThat(after.retryAfterMicros()).isBetween(1L, 120 * SECOND);
    }

    @Test
    void bandsMayComeAndGoWithoutLosingWhatWasUsed() {
        Band bucket = BUCKET.bands().get(0);
        Band day = Band.of(Algorithm.FIXED_WINDOW, 100, Duration.ofDays(1));
        take(Meter.of(bucket), 1, 4, 0);
        assertThat(take(Meter.of(day, bucket), 1, 1, 0).bands())
                .extracting(BandLeft::remaining)
                .containsExactly(99L, 0L);
        assertThat(take(Meter.of(bucket), 1, 1, 0).granted()).isZero();
        assertThat(take(Meter.of(bucket), 1, 1, 2 * SECOND).granted()).isEqualTo(1);
    }

    @Test
    void clockThatStepsBackALittleStandsStillAndTheWaitSaysSo() {
        take(BUCKET, 1, 5, 4 * SECOND);
        MeterReply refused = take(BUCKET, 1, 1, 0);
        assertThat(refused.retryAfterMicros()).isEqualTo(6 * SECOND);
        assertThat(take(BUCKET, 1, 1, 6 * SECOND).granted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void clockThatStepsBackFarDoesNotFreezeTheKey(Algorithm algorithm) {
        Meter meter = meter(algorithm, 5, 10);
        take(meter, 1, 5, 3_600 * SECOND);
        MeterReply refused = take(meter, 1, 1, 0);
        assertThat(refused.granted()).isZero();
        long longest = algorithm == Algorithm.CALENDAR_WINDOW ? 60 : 20;
        assertThat(refused.retryAfterMicros()).isLessThanOrEqualTo(longest * SECOND);
        assertThat(take(meter, 1, 1, refused.retryAfterMicros()).granted()).isEqualTo(1);
    }

    @Test
    void recordLivesUntilItSaysNothingMore() {
        take(BUCKET, 1, 1, 0);
        assertThat(cell.expiresAtMicros()).isEqualTo(at(2 * SECOND + 1_000));
        take(BUCKET, 1, 4, 0);
        assertThat(cell.expiresAtMicros()).isEqualTo(at(10 * SECOND + 1_000));
    }

    @Test
    void foreignRecordsAreAnErrorAndStay() {
        take(SLIDING, 1, 1, 0);
        byte[] good = cell.bytes();
        for (byte[] foreign : foreign(good)) {
            cell.put(foreign);
            for (Meter meter : List.of(BUCKET, SLIDING)) {
                assertThatThrownBy(() -> take(meter, 1, 1, 0))
                        .isInstanceOfSatisfying(
                                KvException.class, e -> assertThat(e.kind()).isEqualTo(KvException.Kind.PERMANENT));
                assertThatThrownBy(() -> cell.apply(meter.refund(KEY, 1), at(0)))
                        .isInstanceOf(KvException.class);
                assertThat(cell.bytes()).isEqualTo(foreign);
            }
        }
    }

    private static List<byte[]> foreign(byte[] good) {
        byte[] version = good.clone();
        version[1] = 3;
        byte[] notANumber = good.clone();
        Arrays.fill(notANumber, 14, 22, (byte) 0xFF);
        byte[] time = good.clone();
        Arrays.fill(time, 2, 10, (byte) 0x7F);
        return List.of(
                new byte[0],
                "hello".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(good, 10),
                version,
                notANumber,
                time);
    }

    private MeterReply take(Meter meter, long cost, long count, long offset) {
        return cell.apply(meter.at(at(offset)).take(KEY, cost, count), at(offset));
    }

    private static MeterReply reply(long granted, long retry, int who, long offset, BandLeft left) {
        return MeterReply.ofOne(granted, retry, who, at(offset), left.remaining(), left.resetMicros());
    }

    private static long windowStart() {
        return windowStart(SLIDING);
    }

    /** The offset at which some window of the meter begins. */
    private static long windowStart(Meter meter) {
        long window = meter.bands().get(0).windowMicros();
        return window - (at(0) - 1_735_689_600_000_000L + phase(meter, KEY)) % window;
    }

    private static long phase(Meter meter, Key key) {
        return meter.general(MeterTransition.Op.PEEK, key, 1, 1).phase();
    }

    private static long at(long offset) {
        return MeterRandom.START + offset;
    }

    private static Meter meter(Algorithm algorithm, long limit, long seconds) {
        return Meter.of(
                algorithm == Algorithm.CALENDAR_WINDOW
                        ? Band.calendar(limit, new CalendarWindow(Unit.MINUTE, ZoneOffset.UTC))
                        : Band.of(algorithm, limit, Duration.ofSeconds(seconds)));
    }
}
