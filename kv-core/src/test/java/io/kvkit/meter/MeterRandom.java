package io.kvkit.meter;

import io.kvkit.meter.CalendarWindow.Unit;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded bands, costs and steps of time for the tests of the meter. */
public final class MeterRandom {

    public static final long START = 1_755_907_200_000_000L;

    private static final long[] WINDOWS_MILLIS = {1, 7, 1_000, 10_000, 60_000, 3_600_000, 86_400_000};
    private static final long[] LIMITS = {1, 2, 3, 5, 10, 37, 100, 1_000, 1_000_000};

    private final Random random;

    public MeterRandom(long seed) {
        this.random = new Random(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean oneIn(int chance) {
        return random.nextInt(chance) == 0;
    }

    public List<Band> bands(int atMost) {
        List<Band> bands = new ArrayList<>();
        int n = 1 + random.nextInt(atMost);
        for (int id = 1; id <= n; id++) {
            bands.add(band(id, Algorithm.values()[random.nextInt(Algorithm.values().length)]));
        }
        return bands;
    }

    public Band band(int id, Algorithm algorithm) {
        return algorithm == Algorithm.CALENDAR_WINDOW
                ? band(id, calendar())
                : band(id, algorithm, Duration.ofMillis(pick(WINDOWS_MILLIS)));
    }

    Band bucket() {
        return band(random.nextInt(3), Algorithm.TOKEN_BUCKET, Duration.ofMillis(pick(WINDOWS_MILLIS)));
    }

    /** The same band with other numbers, as a plan change gives it. */
    public Band changed(Band band) {
        CalendarWindow calendar = band.calendar();
        return calendar == null ? band(band.id(), band.algorithm(), band.window()) : band(band.id(), calendar);
    }

    private CalendarWindow calendar() {
        Unit unit = Unit.values()[random.nextInt(Unit.values().length)];
        return new CalendarWindow(unit, ZoneId.of(oneIn(2) ? "UTC" : "Europe/Berlin"));
    }

    private Band band(int id, CalendarWindow calendar) {
        return new Band(id, Algorithm.CALENDAR_WINDOW, pick(LIMITS), calendar.length(), 0, calendar);
    }

    private Band band(int id, Algorithm algorithm, Duration window) {
        long limit = pick(LIMITS);
        boolean bursts = algorithm == Algorithm.TOKEN_BUCKET && oneIn(3);
        return new Band(id, algorithm, limit, window, bursts ? 1 + random.nextInt((int) (2 * limit)) : 0);
    }

    /** A cost that usually fits, and now and then does not. */
    public long cost(List<Band> bands) {
        long most = bands.stream().mapToLong(Band::capacity).min().orElseThrow();
        return switch (random.nextInt(6)) {
            case 0 -> 1 + random.nextInt((int) Math.min(most, 1_000_000));
            case 1 -> Math.max(1, most / 2);
            case 2 -> oneIn(4) ? most + 1 : most;
            default -> 1 + random.nextInt((int) Math.max(1, Math.min(most / 4, 1_000_000)));
        };
    }

    /** How far the clock moves before the next step: mostly a fraction of a window, sometimes back. */
    public long pause(List<Band> bands) {
        long window = bands.get(random.nextInt(bands.size())).window().toNanos() / 1_000;
        return switch (random.nextInt(12)) {
            case 0 -> -(long) (random.nextDouble() * 0.5 * window);
            case 1 -> oneIn(3) ? -(long) (random.nextDouble() * 5 * window) : 0;
            case 2 -> (long) (random.nextDouble() * 4 * window);
            case 3 -> window;
            case 4, 5 -> 0;
            default -> (long) (random.nextDouble() * 0.2 * window);
        };
    }

    private long pick(long[] from) {
        return from[random.nextInt(from.length)];
    }
}
