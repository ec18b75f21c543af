package io.kvkit.meter;

import static io.kvkit.meter.MeterCell.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Namespace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values at which a rule of the meter begins or ends. */
class MeterEdgesTest {

    private static final long SECOND = 1_000_000;
    private static final long NOW = 1_767_225_600_000_000L;
    private static final double LARGEST = 9_007_199_254_740_992d;
    private static final Duration TEN_YEARS = Band.MAX_WINDOW;

    private final MeterCell cell = new MeterCell();

    @Test
    void limitsAreTakenUpToTheirBoundsAndNotBeyond() {
        assertThatCode(() -> bucket(1, Duration.ofMillis(1), 0)).doesNotThrowAnyException();
        assertThatCode(() -> bucket(Band.MAX_LIMIT, TEN_YEARS, Band.MAX_LIMIT)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> bucket(0, Duration.ofMillis(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> bucket(Band.MAX_LIMIT + 1, Duration.ofSeconds(1), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bucket(Band.MAX_LIMIT, Duration.ofSeconds(1), Band.MAX_LIMIT + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> bucket(1, Duration.ofNanos(999_000), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> bucket(1, TEN_YEARS.plusNanos(1_000), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> bucket(1, TEN_YEARS, 2));
    }

    @Test
    void aMeterTakesSixteenBandsAndNotSeventeen() {
        assertThat(Meter.of(bands(16)).bands()).hasSize(16);
        assertThatIllegalArgumentException().isThrownBy(() -> Meter.of(bands(17)));
        assertThatIllegalArgumentException().isThrownBy(() -> Meter.of(List.of()));
    }

    @Test
    void costsAndCountsAreTakenUpToTheirBoundsAndNotBeyond() {
        Meter meter = Meter.of(bucket(5, Duration.ofSeconds(10), 0));
        assertThatCode(() -> meter.take(KEY, 1, 1)).doesNotThrowAnyException();
        assertThatCode(() -> meter.take(KEY, Band.MAX_LIMIT, Meter.MAX_COUNT)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> meter.take(KEY, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.take(KEY, Band.MAX_LIMIT + 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.take(KEY, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> meter.take(KEY, 1, Meter.MAX_COUNT + 1));
    }

    // Both lie in stored records: another value would forget what was used when a new version is deployed.
    @ParameterizedTest
    @CsvSource({"TOKEN_BUCKET,10s,310000000", "SLIDING_WINDOW,10s,310000001", "FIXED_WINDOW,1d,487891566"})
    void identityOfABandNeverChanges(Algorithm algorithm, String window, int id) {
        Duration duration = window.equals("1d") ? Duration.ofDays(1) : Duration.ofSeconds(10);
        assertThat(Band.of(algorithm, 7, duration).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"a,5567632", "b,4413250", "a longer key,5711898"})
    void windowsOfAKeyNeverMove(String id, long begins) {
        Key key = Namespace.of("t", "r", "n", Key.Retention.EVICTABLE).key(id);
        Meter meter = Meter.of(Band.of(Algorithm.FIXED_WINDOW, 1, Duration.ofSeconds(10)));
        long left = cell.apply(meter.peek(key, 1), NOW).bands().get(0).resetMicros();
        assertThat(left).isZero();
        long until = cell.apply(meter.take(key, 1, 1), NOW).bands().get(0).resetMicros();
        assertThat(until).isEqualTo(begins);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, LARGEST})
    void storedNumbersAreReadUpToTheLargestThatIsExact(double count) {
        cell.put(record(0, count, count));
        assertThat(cell.run(small().peek(KEY, 1), NOW).granted()).isBetween(0L, 1L);
        cell.put(record(LARGEST, 0, 0));
        assertThat(cell.run(small().peek(KEY, 1), NOW).granted()).isEqualTo(1);
        cell.put(record(-LARGEST, 0, 0));
        assertThat(cell.run(small().peek(KEY, 1), NOW).granted()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, LARGEST * 2, Double.NaN})
    void storedNumbersBeyondAreForeign(double count) {
        cell.put(record(0, count, 0));
        assertForeign();
        cell.put(record(0, 0, count));
        assertForeign();
        if (count != -1) {
            cell.put(record(count, 0, 0));
            assertForeign();
        }
    }

    @Test
    void aCostOfTheWholeCapacityIsGrantedWhenNothingIsUsed() {
        for (Algorithm algorithm : Algorithm.values()) {
            MeterCell fresh = new MeterCell();
            Band band = algorithm == Algorithm.CALENDAR_WINDOW
                    ? Band.calendar(5, new CalendarWindow(CalendarWindow.Unit.HOUR, ZoneOffset.UTC))
                    : Band.of(algorithm, 5, Duration.ofSeconds(10));
            Meter meter = Meter.of(band).at(NOW);
            assertThat(fresh.apply(meter.take(KEY, 5, 1), NOW).granted()).isEqualTo(1);
            assertThat(fresh.apply(meter.take(KEY, 5, 1), NOW).retryAfterMicros())
                    .isPositive();
        }
    }

    // A clock that steps back by no more than the longest window stands still for the key, wherever that band is
    // listed.
    @Test
    void clockStandsStillForTheLongestWindowListedFirstOrLast() {
        Band second = Band.of(Algorithm.SLIDING_WINDOW, 5, Duration.ofSeconds(1));
        Band minute = Band.of(Algorithm.SLIDING_WINDOW, 5, Duration.ofMinutes(1));
        for (Meter meter : List.of(Meter.of(second, minute), Meter.of(minute, second))) {
            MeterCell fresh = new MeterCell();
            fresh.run(meter.take(KEY, 5, 1), NOW);
            MeterReply refused = fresh.run(meter.take(KEY, 1, 1), NOW - 30 * SECOND);
            assertThat(refused.granted()).isZero();
            assertThat(refused.retryAfterMicros()).isGreaterThan(30 * SECOND);
            assertThat(refused.bands())
                    .allSatisfy(left -> assertThat(left.resetMicros()).isGreaterThan(30 * SECOND));
        }
    }

    @Test
    void clockThatStandsStillDelaysTheResetToo() {
        Meter meter = Meter.of(bucket(5, Duration.ofSeconds(10), 0));
        cell.run(meter.take(KEY, 5, 1), NOW);
        MeterReply refused = cell.run(meter.take(KEY, 1, 1), NOW - 4 * SECOND);
        assertThat(refused.bands()).containsExactly(new BandLeft(0, 14 * SECOND));
        assertThat(cell.run(meter.take(KEY, 1, 1), NOW - 10 * SECOND).granted()).isZero();
        assertThat(cell.run(meter.take(KEY, 1, 1), NOW - 10 * SECOND - 1).granted())
                .isZero();
    }

    @Test
    void refusalNamesTheBandThatTakesLongestAndTheFirstOfEquals() {
        Band shorter = new Band(1, Algorithm.TOKEN_BUCKET, 2, Duration.ofSeconds(2), 0);
        Band longer = new Band(2, Algorithm.TOKEN_BUCKET, 2, Duration.ofSeconds(20), 0);
        Band same = new Band(3, Algorithm.TOKEN_BUCKET, 2, Duration.ofSeconds(20), 0);
        Meter meter = Meter.of(shorter, longer, same);
        cell.apply(meter.take(KEY, 2, 1), NOW);
        MeterReply refused = cell.apply(meter.take(KEY, 1, 1), NOW);
        assertThat(refused.refusingBand()).isEqualTo(1);
        assertThat(refused.retryAfterMicros()).isEqualTo(10 * SECOND);
        MeterReply never = cell.apply(meter.take(KEY, 3, 1), NOW);
        assertThat(never.refusingBand()).isZero();
        assertThat(never.retryAfterMicros()).isEqualTo(MeterReply.NEVER);
    }

    @Test
    void aPartIsGrantedAndTheRestHasToWait() {
        Band bucket = new Band(1, Algorithm.TOKEN_BUCKET, 3, Duration.ofSeconds(3), 0);
        Band window = new Band(2, Algorithm.FIXED_WINDOW, 5, Duration.ofSeconds(30), 0);
        MeterReply reply = cell.apply(Meter.of(bucket, window).take(KEY, 1, 4), NOW);
        assertThat(reply.granted()).isEqualTo(3);
        assertThat(reply.refusingBand()).isZero();
        assertThat(reply.retryAfterMicros()).isEqualTo(SECOND);
        assertThat(reply.bands()).extracting(BandLeft::remaining).containsExactly(0L, 2L);
    }

    private void assertForeign() {
        assertThatCode(() -> cell.run(small().peek(KEY, 1), NOW)).isInstanceOf(KvException.class);
    }

    private static Meter small() {
        return Meter.of(new Band(1, Algorithm.FIXED_WINDOW, 1, Duration.ofMillis(1), 0));
    }

    private static byte[] record(double base, double a, double b) {
        return ByteBuffer.allocate(30)
                .put(new byte[] {'M', 2})
                .putDouble(base)
                .putInt(1)
                .putDouble(a)
                .putDouble(b)
                .array();
    }

    private static List<Band> bands(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Band(i, Algorithm.FIXED_WINDOW, 1, Duration.ofSeconds(1), 0))
                .toList();
    }

    private static Band bucket(long limit, Duration window, long burst) {
        return new Band(1, Algorithm.TOKEN_BUCKET, limit, window, burst);
    }
}
