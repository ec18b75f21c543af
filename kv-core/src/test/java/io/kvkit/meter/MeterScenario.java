package io.kvkit.meter;

import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Transition;
import io.kvkit.tck.Scenario;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Both scripts of the meter on keys whose bands come, go and change, with clock steps and damaged records. */
final class MeterScenario implements Scenario {

    private static final Band BUCKET = new Band(1, Algorithm.TOKEN_BUCKET, 7, Duration.ofSeconds(3), 0);
    private static final Band LARGER = new Band(1, Algorithm.TOKEN_BUCKET, 70, Duration.ofSeconds(3), 100);
    private static final Band SLIDING = new Band(2, Algorithm.SLIDING_WINDOW, 10, Duration.ofSeconds(7), 0);
    private static final Band FIXED = new Band(3, Algorithm.FIXED_WINDOW, 37, Duration.ofDays(1), 0);
    private static final Band FAST = new Band(4, Algorithm.SLIDING_WINDOW, 1_000_000, Duration.ofMillis(13), 0);
    private static final Band STRICT = new Band(5, Algorithm.STRICT_WINDOW, 12, Duration.ofSeconds(7), 0);
    // A tenth of its window is no whole number of microseconds.
    private static final Band ODD = new Band(6, Algorithm.STRICT_WINDOW, 1_000, Duration.ofNanos(1_234_567_000), 0);
    private static final Band MINUTE = Band.calendar(20, new CalendarWindow(Unit.MINUTE, ZoneId.of("UTC")));
    private static final Band MONTH = Band.calendar(90, new CalendarWindow(Unit.MONTH, ZoneId.of("Europe/Berlin")));
    private static final Band HUGE =
            new Band(Integer.MAX_VALUE, Algorithm.TOKEN_BUCKET, Band.MAX_LIMIT, Duration.ofDays(3_650), 0);

    // The same bands after a cut, of which more may be used than there is.
    private static final Band SLIDING_CUT = new Band(2, Algorithm.SLIDING_WINDOW, 3, Duration.ofSeconds(7), 0);
    private static final Band FIXED_CUT = new Band(3, Algorithm.FIXED_WINDOW, 4, Duration.ofDays(1), 0);
    private static final Band STRICT_CUT = new Band(5, Algorithm.STRICT_WINDOW, 2, Duration.ofSeconds(7), 0);
    private static final Band MINUTE_CUT = Band.calendar(3, new CalendarWindow(Unit.MINUTE, ZoneId.of("UTC")));

    private static final List<Meter> METERS = List.of(
            Meter.of(BUCKET),
            Meter.of(LARGER),
            Meter.of(HUGE),
            Meter.of(SLIDING),
            Meter.of(FIXED, SLIDING),
            Meter.of(BUCKET, SLIDING),
            Meter.of(SLIDING, LARGER, FIXED),
            Meter.of(FIXED),
            Meter.of(STRICT),
            Meter.of(MINUTE),
            Meter.of(ODD, MINUTE, SLIDING),
            Meter.of(STRICT, MONTH, ODD),
            Meter.of(SLIDING_CUT, FIXED_CUT),
            Meter.of(STRICT_CUT, MINUTE_CUT),
            Meter.of(HUGE, FAST, FIXED, BUCKET));
    private static final List<Meter> BUCKETS = METERS.subList(0, 3);

    private final boolean fastPath;

    /** Draws from the one-bucket script only, or from the general one only. */
    MeterScenario(boolean fastPath) {
        this.fastPath = fastPath;
    }

    @Override
    public Transition<?> next(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        return new LongLived(step(random, nowMicros));
    }

    private Transition<MeterReply> step(RandomGenerator random, long nowMicros) {
        Meter meter = fastPath
                ? BUCKETS.get(random.nextInt(BUCKETS.size()))
                : METERS.get(random.nextInt(random.nextInt(3) > 0 ? METERS.size() : 6))
                        .at(nowMicros + (random.nextInt(20) == 0 ? random.nextLong(-90_000_000, 90_000_000) : 0));
        long cost = 1 + random.nextLong(random.nextInt(5) == 0 ? meter.maxCost() + 1 : 3);
        long count = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 1;
        if (fastPath) {
            return meter.take(MeterCell.KEY, cost, count);
        }
        return switch (random.nextInt(13)) {
            case 0 -> meter.peek(MeterCell.KEY, cost);
            case 1 ->
                random.nextBoolean()
                        ? meter.refund(MeterCell.KEY, cost)
                        : meter.refund(MeterCell.KEY, cost, nowMicros + random.nextInt(-1, 2));
            case 2 -> meter.owe(MeterCell.KEY, cost);
            case 3 -> meter.settle(MeterCell.KEY, random.nextInt(3) == 0 ? 0 : cost, hold(random));
            case 4 -> meter.renew(MeterCell.KEY, hold(random));
            case 5, 6, 7 -> meter.reserve(MeterCell.KEY, cost, hold(random));
            default -> meter.general(Op.TAKE, MeterCell.KEY, cost, count);
        };
    }

    private static Hold hold(RandomGenerator random) {
        return new Hold(
                random.nextInt(4), Duration.ofMillis(random.nextInt(4) == 0 ? 7_200_000 : 100 + random.nextInt(9_000)));
    }

    @Override
    public long advance(RandomGenerator random, byte @Nullable [] present, long nowMicros) {
        return switch (random.nextInt(12)) {
            case 0 -> -random.nextLong(3_000_000);
            case 1 -> -random.nextLong(40_000_000);
            case 2 -> random.nextLong(90_000_000_000L);
            case 3 -> 3_000_000;
            case 4 -> 7_000_000 - Math.floorMod(nowMicros - 1_735_689_600_000_000L, 7_000_000);
            case 5, 6, 7 -> 0;
            default -> random.nextLong(2_000_000);
        };
    }

    @Override
    public byte @Nullable [] intrusion(RandomGenerator random, byte @Nullable [] present) {
        boolean foreign = present != null && MeterRecord.read(present) == null;
        if (foreign) {
            return random.nextInt(3) == 0 ? good(random) : null;
        }
        if (random.nextInt(20) > 0) {
            return null;
        }
        if (random.nextBoolean()) {
            return random.nextBoolean() ? good(random) : nearlyFull(random);
        }
        if (present == null || random.nextInt(4) == 0) {
            byte[] garbage = new byte[random.nextInt(80)];
            random.nextBytes(garbage);
            return garbage;
        }
        byte[] damaged = Arrays.copyOf(present, present.length - random.nextInt(2));
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        return damaged;
    }

    private static byte[] good(RandomGenerator random) {
        int bands = 1 + random.nextInt(9);
        int holds = random.nextInt(3);
        double time = VirtualTime.START_MICROS - MeterRecord.EPOCH_MICROS + random.nextInt(-5_000_000, 60_000_000);
        Packed record = MeterRecord.begin(bands + holds, time);
        for (int i = 0; i < bands; i++) {
            // A band may be there twice, which no script writes.
            record.putInt(1 + random.nextInt(6))
                    .putDouble(random.nextDouble(12))
                    .putDouble(random.nextInt(12));
        }
        for (int i = 0; i < holds; i++) {
            record.putInt(random.nextInt(4) | Integer.MIN_VALUE)
                    .putDouble(random.nextDouble(12))
                    .putDouble(time + random.nextInt(60_000_000));
        }
        return record.bytes();
    }

    // Far less than a microsecond before one more permit is there, and a time that is no whole number.
    private static byte[] nearlyFull(RandomGenerator random) {
        double later = VirtualTime.START_MICROS
                - MeterRecord.EPOCH_MICROS
                + Duration.ofDays(90).toNanos() / 1e3;
        double level = Band.MAX_LIMIT - 1 + (1 + random.nextInt(8)) / 4_096d;
        return MeterRecord.begin(1, later + random.nextInt(1, 8) / 8d)
                .putInt(HUGE.id())
                .putDouble(level)
                .putDouble(0)
                .bytes();
    }
}
