package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.Hold;
import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterReply;
import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Permits per time on one key. */
public abstract class MeterContract extends ContractGroup {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final long HOUR_MICROS = 3_600_000_000L;

    @ParameterizedTest
    @EnumSource
    void limitIsGrantedAndNoMore(Algorithm algorithm) {
        Meter meter = meter(algorithm, 10);
        assertThat(take(meter, 1, 7).granted()).isEqualTo(7);
        MeterReply rest = take(meter, 1, 7);
        assertThat(rest.granted()).isEqualTo(3);
        assertThat(rest.bands().get(0).remaining()).isZero();
        assertThat(take(meter, 1, 1).granted()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void refusalChangesNoByte(Algorithm algorithm) {
        beginWindow();
        Meter meter = meter(algorithm, 10);
        take(meter, 1, 10);
        byte[] before = stored();
        advance(Duration.ofSeconds(30));
        assertThat(take(meter, 1, 1).granted()).isZero();
        assertThat(take(meter, 5, 2).granted()).isZero();
        assertThat(stored()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsExactlyAsToldIsAdmitted(Algorithm algorithm) {
        beginWindow();
        Meter meter = meter(algorithm, 10);
        take(meter, 1, 10);
        MeterReply refused = take(meter, 3, 1);
        assertThat(refused.retryAfterMicros()).isPositive();
        advance(refused.retryAfter().minusSeconds(1));
        assertThat(take(meter, 3, 1).granted()).isZero();
        advance(Duration.ofSeconds(1));
        assertThat(take(meter, 3, 1).granted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void peekChangesNothing(Algorithm algorithm) {
        Meter meter = meter(algorithm, 10);
        assertThat(peek(meter, 1).bands()).containsExactly(new BandLeft(10, 0));
        assertThat(stored()).isNull();
        take(meter, 1, 4);
        byte[] before = stored();
        assertThat(peek(meter, 6).granted()).isEqualTo(1);
        assertThat(peek(meter, 7).granted()).isZero();
        assertThat(stored()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void refundGivesBackAndToZeroRemovesTheRecord(Algorithm algorithm) {
        Meter meter = meter(algorithm, 10);
        take(meter, 10, 1);
        assertThat(refund(meter, 4).bands().get(0).remaining()).isEqualTo(4);
        assertThat(take(meter, 4, 1).granted()).isEqualTo(1);
        assertThat(refund(meter, 99).bands()).containsExactly(new BandLeft(10, 0));
        assertThat(stored()).isNull();
        refund(meter, 1);
        assertThat(stored()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void refundAfterTheNextWindowHasBegunGivesAllBack(Algorithm algorithm) {
        beginWindow();
        Meter meter = meter(algorithm, 10);
        take(meter, 8, 1);
        advance(HOUR.plusMinutes(3));
        assertThat(refund(meter, 8).bands()).containsExactly(new BandLeft(10, 0));
        assertThat(stored()).isNull();
    }

    @Test
    void refundTakesFromTheWindowBeforeWhatThePresentOneHasNot() {
        beginWindow();
        Meter meter = meter(Algorithm.SLIDING_WINDOW, 100);
        take(meter, 80, 1);
        advance(HOUR.plusMinutes(29));
        take(meter, 10, 1);
        assertThat(refund(meter, 6).bands().get(0).remaining()).isEqualTo(100 - 40 - 4);
        assertThat(refund(meter, 24).bands().get(0).remaining()).isEqualTo(100 - 30);
        assertThat(take(meter, 70, 1).granted()).isEqualTo(1);
        advance(Duration.ofMinutes(30));
        assertThat(peek(meter, 1).bands().get(0).remaining()).isEqualTo(30);
    }

    @ParameterizedTest
    @EnumSource
    void reservationSettledInTheNextWindowIsChargedItsCostOnly(Algorithm algorithm) {
        beginWindow();
        Meter meter = meter(algorithm, 10);
        Hold hold = new Hold(1, Hold.LONGEST);
        apply(on(meter).reserve(key("m"), 9, hold));
        advance(HOUR.plusMinutes(3));
        assertThat(apply(on(meter).settle(key("m"), 0, hold)).bands()).containsExactly(new BandLeft(10, 0));
    }

    @ParameterizedTest
    @EnumSource
    void costAboveTheCapacityIsNeverGranted(Algorithm algorithm) {
        MeterReply refused = take(meter(algorithm, 10), 11, 1);
        assertThat(refused.granted()).isZero();
        assertThat(refused.retryAfterMicros()).isEqualTo(MeterReply.NEVER);
        assertThat(refused.refusingBand()).isZero();
        assertThat(stored()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void recordDiesWhenItSaysNothingMore(Algorithm algorithm) {
        beginWindow();
        Meter meter = meter(algorithm, 10);
        Duration reset = take(meter, 1, 5).bands().get(0).reset();
        assertThat(reset).isPositive().isLessThanOrEqualTo(HOUR.multipliedBy(2));
        advance(reset.minusSeconds(10));
        assertThat(stored()).isNotNull();
        advance(Duration.ofSeconds(11));
        assertThat(stored()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void clockThatStepsBackFarDoesNotFreezeTheKey(Algorithm algorithm) {
        Meter meter = meter(algorithm, 10);
        beginWindow();
        long now = time.micros();
        take(at(now + 30 * HOUR_MICROS), meter, 10);
        MeterReply refused = take(at(now), meter, 1);
        assertThat(refused.granted()).isZero();
        long later = now + refused.retryAfterMicros();
        assertThat(take(at(later), meter, 1).granted()).isEqualTo(1);
    }

    private MeterReply take(KvStore store, Meter meter, long count) {
        return await(store.apply(key("m"), meter.on(store, key("m")).take(key("m"), 1, count)));
    }

    @Test
    void noWindowSeesMoreThanAStrictLimit() {
        Meter meter = meter(Algorithm.STRICT_WINDOW, 10);
        List<Long> granted = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            for (long taken = take(meter, 1, 1 + i % 4).granted(); taken > 0; taken--) {
                granted.add(time.micros());
            }
            advance(Duration.ofSeconds(1 + (i * 37) % 700));
        }
        for (int i = 10; i < granted.size(); i++) {
            assertThat(granted.get(i) - granted.get(i - 10)).isGreaterThanOrEqualTo(HOUR_MICROS);
        }
        assertThat(granted).hasSizeGreaterThan(100);
    }

    @Test
    void calendarWindowBeginsWithTheHourOfItsZone() {
        Meter meter = meter(Algorithm.CALENDAR_WINDOW, 10);
        long half = HOUR_MICROS / 2;
        long toEnd = HOUR_MICROS - Math.floorMod(time.micros() + half, HOUR_MICROS);
        assertThat(take(meter, 1, 10).bands()).containsExactly(new BandLeft(0, toEnd));
        assertThat(take(meter, 1, 1).retryAfterMicros()).isEqualTo(toEnd);
        advance(Duration.of(toEnd, ChronoUnit.MICROS));
        assertThat(take(meter, 1, 10).granted()).isEqualTo(10);
    }

    @Test
    void stepForOtherWindowsThanTheStoresFailsOrIsDecidedInItsOwn() {
        Meter meter = meter(Algorithm.CALENDAR_WINDOW, 10).on(at(time.micros() + 3 * HOUR_MICROS), key("m"));
        try {
            assertThat(apply(meter.take(key("m"), 1, 1)).bands().get(0).resetMicros())
                    .isLessThanOrEqualTo(HOUR_MICROS);
        } catch (KvException e) {
            assertThat(e.kind()).isEqualTo(KvException.Kind.TRANSIENT);
            assertThat(e.outcome()).isEqualTo(KvException.Outcome.NOT_APPLIED);
            assertThat(stored()).isNull();
        }
    }

    @Test
    void bucketRefillsEvenly() {
        Meter meter = meter(Algorithm.TOKEN_BUCKET, 60);
        assertThat(take(meter, 1, 60).bands()).containsExactly(new BandLeft(0, HOUR_MICROS));
        advance(Duration.ofMinutes(1));
        assertThat(take(meter, 1, 5).granted()).isEqualTo(1);
        advance(Duration.ofMinutes(7));
        assertThat(take(meter, 1, 60)).extracting(MeterReply::granted).isEqualTo(7L);
        assertThat(take(meter, 1, 1).retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void burstIsTheCapacityOfABucket() {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 60, HOUR, 3));
        assertThat(take(meter, 1, 10).granted()).isEqualTo(3);
        advance(HOUR);
        assertThat(take(meter, 1, 10).granted()).isEqualTo(3);
    }

    @Test
    void bandsAgreeOrNothingIsCharged() {
        Meter meter = Meter.of(
                Band.of(Algorithm.TOKEN_BUCKET, 2, HOUR), Band.of(Algorithm.FIXED_WINDOW, 3, Duration.ofDays(1)));
        assertThat(take(meter, 1, 5)).satisfies(reply -> {
            assertThat(reply.granted()).isEqualTo(2);
            assertThat(reply.refusingBand()).isZero();
            assertThat(reply.bands()).extracting(BandLeft::remaining).containsExactly(0L, 1L);
        });
        assertThat(take(meter, 1, 1).bands()).extracting(BandLeft::remaining).containsExactly(0L, 1L);
        MeterReply never = take(meter, 3, 1);
        assertThat(never.retryAfter()).isNull();
        assertThat(never.refusingBand()).isZero();
    }

    @Test
    void limitMayGrowToSeveralBandsAndBack() {
        Band bucket = Band.of(Algorithm.TOKEN_BUCKET, 5, HOUR);
        Band day = Band.of(Algorithm.SLIDING_WINDOW, 100, Duration.ofDays(1));
        take(Meter.of(bucket), 1, 3);
        assertThat(take(Meter.of(day, bucket), 1, 1).bands())
                .extracting(BandLeft::remaining)
                .containsExactly(99L, 1L);
        assertThat(take(Meter.of(bucket), 1, 5).granted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void upgradeAdmitsTheNextCallAndDowngradeIsNotNegative(Algorithm algorithm) {
        take(meter(algorithm, 10), 1, 10);
        assertThat(take(meter(algorithm, 100), 1, 90).granted()).isEqualTo(90);
        MeterReply less = take(meter(algorithm, 10), 1, 1);
        assertThat(less.granted()).isZero();
        assertThat(less.bands().get(0).remaining()).isZero();
    }

    @Test
    void keysDoNotShareTheirPermits() {
        Meter meter = meter(Algorithm.TOKEN_BUCKET, 1);
        assertThat(take(meter, 1, 1).granted()).isEqualTo(1);
        assertThat(await(store.apply(key("other"), meter.take(key("other"), 1, 1)))
                        .granted())
                .isEqualTo(1);
    }

    @Test
    void replyTellsTheTimeOfTheStore() {
        assertThat(take(meter(Algorithm.TOKEN_BUCKET, 1), 1, 1).nowMicros()).isEqualTo(time.micros());
    }

    @Test
    void largestNumbersStayExact() {
        Meter meter = Meter.of(
                Band.of(Algorithm.FIXED_WINDOW, Band.MAX_LIMIT, Duration.ofDays(3_650)),
                Band.of(Algorithm.TOKEN_BUCKET, Band.MAX_LIMIT, Duration.ofDays(3_650)));
        assertThat(take(meter, Band.MAX_LIMIT - 1, 1).bands())
                .extracting(BandLeft::remaining)
                .containsExactly(1L, 1L);
        assertThat(take(meter, 1, 2).granted()).isEqualTo(1);
        assertThat(take(meter, 1, 1).granted()).isZero();
    }

    static Stream<byte[]> foreignRecords() {
        byte[] wrongVersion = new byte[30];
        System.arraycopy(new byte[] {'M', 9}, 0, wrongVersion, 0, 2);
        byte[] notANumber = new byte[30];
        Arrays.fill(notANumber, (byte) 0xFF);
        System.arraycopy(new byte[] {'M', 2}, 0, notANumber, 0, 2);
        return Stream.of(new byte[0], bytes("5"), new byte[30], new byte[64], wrongVersion, notANumber);
    }

    @ParameterizedTest
    @MethodSource("foreignRecords")
    void foreignRecordIsAnErrorAndStays(byte[] foreign) {
        await(store.set(key("m"), foreign, Ttl.NONE));
        Meter bucket = meter(Algorithm.TOKEN_BUCKET, 5);
        Meter window = meter(Algorithm.FIXED_WINDOW, 5);
        for (Transition<MeterReply> step : List.of(
                bucket.take(key("m"), 1, 1),
                bucket.refund(key("m"), 1),
                window.take(key("m"), 1, 1),
                window.peek(key("m"), 1))) {
            assertThatThrownBy(() -> apply(step)).isInstanceOfSatisfying(KvException.class, e -> {
                assertThat(e.kind()).isEqualTo(KvException.Kind.PERMANENT);
                assertThat(e.outcome()).isEqualTo(KvException.Outcome.NOT_APPLIED);
            });
            assertThat(stored()).isEqualTo(foreign);
        }
    }

    @Test
    void sixtyFourThreadsGetExactlyTheLimit() throws Exception {
        Meter meter = meter(Algorithm.TOKEN_BUCKET, 1_000);
        assertThat(race(64, 40, () -> meter.take(key("m"), 1, 1))).isEqualTo(1_000);
    }

    @Test
    void sixtyFourThreadsOnSeveralBandsGetExactlyTheSmallest() throws Exception {
        Meter meter =
                Meter.of(Band.of(Algorithm.SLIDING_WINDOW, 500, HOUR), Band.of(Algorithm.FIXED_WINDOW, 700, HOUR));
        assertThat(race(64, 20, () -> meter.take(key("m"), 1, 1))).isEqualTo(500);
    }

    private long race(int threads, int takes, Supplier<Transition<MeterReply>> step) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Long>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CompletableFuture<Long> result = new CompletableFuture<>();
            results.add(result);
            Thread thread = new Thread(() -> result.completeAsync(() -> granted(start, takes, step), Runnable::run));
            thread.setDaemon(true);
            thread.start();
        }
        start.countDown();
        long granted = 0;
        for (CompletableFuture<Long> result : results) {
            granted += result.get(60, TimeUnit.SECONDS);
        }
        return granted;
    }

    private long granted(CountDownLatch start, int takes, Supplier<Transition<MeterReply>> step) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        long granted = 0;
        for (int i = 0; i < takes; i++) {
            granted += await(store.apply(key("m"), step.get())).granted();
        }
        return granted;
    }

    /** Moves the time to a minute after the key's windows begin, which is another time for each key. */
    private void beginWindow() {
        Meter one = meter(Algorithm.FIXED_WINDOW, 1);
        take(one, 1, 1);
        advance(take(one, 1, 1).retryAfter().plusMinutes(1));
        await(store.delete(key("m")));
    }

    private KvStore at(long micros) {
        return new ClockedKvStore(store, () -> micros);
    }

    private MeterReply take(Meter meter, long cost, long count) {
        return apply(on(meter).take(key("m"), cost, count));
    }

    private MeterReply peek(Meter meter, long cost) {
        return apply(on(meter).peek(key("m"), cost));
    }

    private Meter on(Meter meter) {
        return meter.on(store, key("m"));
    }

    private MeterReply refund(Meter meter, long cost) {
        return apply(on(meter).refund(key("m"), cost));
    }

    private MeterReply apply(Transition<MeterReply> step) {
        return await(store.apply(key("m"), step));
    }

    private byte[] stored() {
        return await(store.get(key("m")));
    }

    private static Meter meter(Algorithm algorithm, long limit) {
        return Meter.of(
                algorithm == Algorithm.CALENDAR_WINDOW
                        ? Band.calendar(limit, new CalendarWindow(Unit.HOUR, ZoneId.of("Asia/Kolkata")))
                        : Band.of(algorithm, limit, HOUR));
    }
}
