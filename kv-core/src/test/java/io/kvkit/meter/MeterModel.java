package io.kvkit.meter;

import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Key;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a meter promises, in decimal numbers of 40 digits and with a count for every window that ever was: slow, plain
 * and written apart from the transitions.
 */
public final class MeterModel {

    private static final MathContext DIGITS = new MathContext(40);
    private static final BigDecimal EPSILON = new BigDecimal("0.000001");
    private static final long EPOCH = 1_735_689_600_000_000L;

    private final long phase;
    private boolean exists;
    private long at;
    private Map<Integer, BigDecimal> levels = new HashMap<>();
    private Map<Integer, BigDecimal> debts = new HashMap<>();
    private Map<Integer, Map<Long, Long>> counts = new HashMap<>();

    MeterModel(long phase) {
        this.phase = phase;
    }

    /** The model of an unused key. */
    public static MeterModel of(Key key) {
        Band any = Band.of(Algorithm.TOKEN_BUCKET, 1, Duration.ofSeconds(1));
        return new MeterModel(Meter.of(any).general(Op.PEEK, key, 1, 1).phase());
    }

    public long take(List<Band> bands, long cost, long count, long now) {
        MeterModel then = carriedTo(bands, now);
        long granted = then.fitting(bands, cost, count);
        boolean rebased = exists && isFarBack(bands, now);
        if (granted > 0 || rebased) {
            then.charge(bands, granted * cost);
            become(then, bands);
        }
        return granted;
    }

    public long wouldGrant(List<Band> bands, long cost, long now) {
        return carriedTo(bands, now).fitting(bands, cost, 1);
    }

    public void refund(List<Band> bands, long cost, long now) {
        MeterModel then = carriedTo(bands, now);
        then.charge(bands, -cost);
        become(then, bands);
    }

    /** Of bands that never change. */
    public void owe(List<Band> bands, long cost, long now) {
        MeterModel then = carriedTo(bands, now);
        then.charge(bands, cost);
        bands.forEach(then::bound);
        become(then, bands);
    }

    /** Hears that the record is gone, which must make no difference. */
    public void forget(List<Band> bands, long now) {
        MeterModel then = carriedTo(bands, now);
        for (Band band : bands) {
            if (then.used(band).compareTo(EPSILON) > 0) {
                throw new AssertionError("The record is gone, but " + then.used(band) + " of " + band + " is used");
            }
        }
        exists = false;
        levels = new HashMap<>();
        debts = new HashMap<>();
        counts = new HashMap<>();
    }

    public long remaining(Band band, List<Band> bands, long now) {
        MeterModel then = carriedTo(bands, now);
        BigDecimal left = BigDecimal.valueOf(band.capacity()).subtract(then.used(band));
        return Math.max(0, left.add(EPSILON).setScale(0, RoundingMode.FLOOR).longValueExact());
    }

    /** Returns whether a record would say nothing any more at a time. */
    public boolean isUnusedAt(List<Band> bands, long time) {
        MeterModel then = carriedTo(bands, time);
        return bands.stream().allMatch(then::isUnused);
    }

    private MeterModel carriedTo(List<Band> bands, long now) {
        MeterModel then = new MeterModel(phase);
        then.exists = true;
        boolean rebased = exists && isFarBack(bands, now);
        then.at = exists && !rebased ? Math.max(at, now) : now;
        for (Band band : bands) {
            if (band.algorithm() == Algorithm.TOKEN_BUCKET) {
                then.leak(band, level(levels, band), level(debts, band), exists && !rebased ? then.at - at : 0);
            } else if (band.calendar() != null) {
                boolean present = exists && dated(band, at) >= dated(band, now);
                then.levels.put(band.id(), present ? level(levels, band) : BigDecimal.ZERO);
                then.debts.put(band.id(), present ? level(debts, band) : BigDecimal.ZERO);
            } else {
                long shift = rebased ? window(band, now) - window(band, at) : 0;
                Map<Long, Long> moved = new HashMap<>();
                counts.getOrDefault(band.id(), Map.of()).forEach((ix, used) -> moved.put(ix + shift, used));
                then.counts.put(band.id(), moved);
            }
        }
        return then;
    }

    private static BigDecimal level(Map<Integer, BigDecimal> of, Band band) {
        return of.getOrDefault(band.id(), BigDecimal.ZERO);
    }

    // What is owed comes back first. After a cut, neither is more than the capacity.
    private void leak(Band band, BigDecimal level, BigDecimal debt, long elapsed) {
        BigDecimal capacity = BigDecimal.valueOf(band.capacity());
        BigDecimal out = BigDecimal.valueOf(band.limit())
                .multiply(BigDecimal.valueOf(elapsed))
                .divide(BigDecimal.valueOf(micros(band)), DIGITS);
        levels.put(band.id(), level.min(capacity));
        debts.put(band.id(), debt.min(capacity));
        lower(band, out);
    }

    private void lower(Band band, BigDecimal out) {
        BigDecimal rest = out.subtract(level(debts, band)).max(BigDecimal.ZERO);
        debts.put(band.id(), level(debts, band).subtract(out).max(BigDecimal.ZERO));
        levels.put(band.id(), level(levels, band).subtract(rest).max(BigDecimal.ZERO));
    }

    private long fitting(List<Band> bands, long cost, long count) {
        long fitting = count;
        for (Band band : bands) {
            BigDecimal free = BigDecimal.valueOf(band.capacity()).subtract(used(band));
            BigDecimal takes = free.divide(BigDecimal.valueOf(cost), DIGITS).add(EPSILON);
            fitting = Math.min(fitting, takes.setScale(0, RoundingMode.FLOOR).longValueExact());
        }
        return Math.max(0, fitting);
    }

    private BigDecimal used(Band band) {
        if (isLevel(band)) {
            return level(levels, band).add(level(debts, band));
        }
        BigDecimal current = BigDecimal.valueOf(count(band, 0));
        if (band.algorithm() == Algorithm.FIXED_WINDOW) {
            return current;
        }
        if (band.algorithm() == Algorithm.STRICT_WINDOW) {
            return BigDecimal.valueOf(IntStream.rangeClosed(0, 10)
                    .mapToLong(ago -> count(band, -ago))
                    .sum());
        }
        long into = Math.floorMod(at - EPOCH + phase % micros(band), micros(band));
        return BigDecimal.valueOf(count(band, -1))
                .multiply(BigDecimal.valueOf(micros(band) - into))
                .divide(BigDecimal.valueOf(micros(band)), DIGITS)
                .add(current);
    }

    private long count(Band band, int windowsAgo) {
        return counts.get(band.id()).getOrDefault(window(band, at) + windowsAgo, 0L);
    }

    private void charge(List<Band> bands, long delta) {
        for (Band band : bands) {
            if (isLevel(band) && delta < 0) {
                lower(band, BigDecimal.valueOf(-delta));
            } else if (isLevel(band)) {
                levels.merge(band.id(), BigDecimal.valueOf(delta), BigDecimal::add);
            } else if (delta < 0) {
                giveBack(band, -delta);
            } else {
                counts.get(band.id()).merge(window(band, at), delta, Long::sum);
            }
        }
    }

    private void bound(Band band) {
        if (isLevel(band)) {
            BigDecimal capacity = BigDecimal.valueOf(band.capacity());
            BigDecimal owed = level(levels, band).subtract(capacity).max(BigDecimal.ZERO);
            levels.put(band.id(), level(levels, band).min(capacity));
            debts.put(band.id(), level(debts, band).add(owed).min(capacity));
            return;
        }
        long most = 2 * band.capacity();
        boolean whole = band.algorithm() == Algorithm.STRICT_WINDOW;
        long over = (whole ? used(band).longValueExact() : count(band, 0)) - most;
        counts.get(band.id()).merge(window(band, at), -Math.max(0, over), Long::sum);
    }

    private void giveBack(Band band, long permits) {
        long left = permits;
        for (int ago = 0; ago <= windowsBefore(band); ago++) {
            long back = Math.min(left, count(band, -ago));
            counts.get(band.id()).put(window(band, at) - ago, count(band, -ago) - back);
            left -= back;
        }
    }

    private static int windowsBefore(Band band) {
        return switch (band.algorithm()) {
            case STRICT_WINDOW -> 10;
            case SLIDING_WINDOW -> 1;
            default -> 0;
        };
    }

    private void become(MeterModel then, List<Band> bands) {
        exists = bands.stream().anyMatch(band -> !then.isUnused(band));
        at = then.at;
        levels = exists ? then.levels : new HashMap<>();
        debts = exists ? then.debts : new HashMap<>();
        counts = exists ? then.counts : new HashMap<>();
    }

    private boolean isUnused(Band band) {
        return switch (band.algorithm()) {
            case TOKEN_BUCKET, CALENDAR_WINDOW -> used(band).signum() == 0;
            case SLIDING_WINDOW -> count(band, 0) == 0 && count(band, -1) == 0;
            case FIXED_WINDOW -> count(band, 0) == 0;
            case STRICT_WINDOW -> used(band).signum() == 0;
        };
    }

    private long window(Band band, long time) {
        if (band.algorithm() == Algorithm.STRICT_WINDOW) {
            return Math.floorDiv((time - EPOCH + phase % micros(band)) * 10, micros(band));
        }
        return Math.floorDiv(time - EPOCH + phase % micros(band), micros(band));
    }

    private static boolean isLevel(Band band) {
        return band.algorithm() == Algorithm.TOKEN_BUCKET || band.calendar() != null;
    }

    // The zones of these tests differ from UTC by whole hours.
    private static long dated(Band band, long time) {
        CalendarWindow calendar = Objects.requireNonNull(band.calendar());
        LocalDate date = LocalDate.ofInstant(Instant.EPOCH.plus(time, ChronoUnit.MICROS), calendar.zone());
        return switch (calendar.unit()) {
            case MINUTE -> Math.floorDiv(time, 60_000_000L);
            case HOUR -> Math.floorDiv(time, 3_600_000_000L);
            case DAY -> date.toEpochDay();
            case MONTH -> YearMonth.from(date).getLong(ChronoField.PROLEPTIC_MONTH);
        };
    }

    private boolean isFarBack(List<Band> bands, long now) {
        return at - now > period(bands)
                || bands.stream().anyMatch(band -> band.calendar() != null && dated(band, at) > dated(band, now));
    }

    private static long period(List<Band> bands) {
        return bands.stream().mapToLong(MeterModel::period).max().orElseThrow();
    }

    private static long period(Band band) {
        if (band.calendar() != null) {
            return 0;
        }
        return band.algorithm() == Algorithm.TOKEN_BUCKET
                ? BigDecimal.valueOf(band.capacity())
                        .multiply(BigDecimal.valueOf(micros(band)))
                        .divide(BigDecimal.valueOf(band.limit()), 0, RoundingMode.CEILING)
                        .longValueExact()
                : micros(band);
    }

    private static long micros(Band band) {
        return band.window().toNanos() / 1_000;
    }
}
