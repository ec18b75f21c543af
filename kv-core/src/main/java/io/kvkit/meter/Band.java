package io.kvkit.meter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit of permits per window, counted by one algorithm.
 *
 * <p>A stored record identifies a band by its id alone. If you change limit, window or burst and keep the id, the used
 * permits are kept and the new numbers apply from the next call. Do not change the algorithm of an id.
 *
 * <pre>{@code
 * Band burst = Band.of(Algorithm.TOKEN_BUCKET, 100, Duration.ofMinutes(1));
 * Band month = Band.calendar(10_000, new CalendarWindow(Unit.MONTH, ZoneId.of("Europe/Berlin")));
 * }</pre>
 *
 * @param id identifies the band within its meter; not negative
 * @param algorithm how permits are counted
 * @param limit permits per window; 1 to {@value #MAX_LIMIT}
 * @param window 1 millisecond to 10 years, whole microseconds; the usual length of a calendar window
 * @param burst the capacity of a bucket, from 1 to {@value #MAX_LIMIT}; 0 for the limit. Only for
 *     {@link Algorithm#TOKEN_BUCKET}
 * @param calendar the windows of {@link Algorithm#CALENDAR_WINDOW}; null for all others
 * @since 0.1
 */
public record Band(
        int id,
        Algorithm algorithm,
        long limit,
        Duration window,
        long burst,
        @Nullable CalendarWindow calendar) {

    /** The largest limit, burst and cost: sums stay far below 2^53, where doubles stop being exact. */
    public static final long MAX_LIMIT = 1_000_000_000_000L;

    /** The longest window, and the longest time in which a bucket refills: 10 years. */
    public static final Duration MAX_WINDOW = Duration.ofDays(3_653);

    private static final Duration MIN_WINDOW = Duration.ofMillis(1);

    public Band {
        require(id >= 0, "id", id, "must not be negative");
        require(limit >= 1 && limit <= MAX_LIMIT, "limit", limit, "must be from 1 to " + MAX_LIMIT);
        require(burst >= 0 && burst <= MAX_LIMIT, "burst", burst, "must be from 1 to " + MAX_LIMIT + ", or 0");
        require(burst == 0 || algorithm == Algorithm.TOKEN_BUCKET, "burst", burst, "is only for TOKEN_BUCKET");
        boolean dated = algorithm == Algorithm.CALENDAR_WINDOW;
        require(
                dated == (calendar != null),
                "calendar",
                calendar,
                dated ? "must be set" : "is only for CALENDAR_WINDOW");
        boolean fits = window.compareTo(MIN_WINDOW) >= 0 && window.compareTo(MAX_WINDOW) <= 0;
        require(fits, "window", window, "must be from 1 ms to 10 years");
        require(window.toNanosPart() % 1_000 == 0, "window", window, "must be whole microseconds");
        double refill = (double) burst / limit * window.toMillis();
        require(refill <= MAX_WINDOW.toMillis(), "burst", burst, "must be refilled within 10 years");
    }

    /** Creates a band without a calendar. */
    public Band(int id, Algorithm algorithm, long limit, Duration window, long burst) {
        this(id, algorithm, limit, window, burst, null);
    }

    /** Returns a band whose windows are those of a calendar, identified by their unit. */
    public static Band calendar(long limit, CalendarWindow calendar) {
        int id = id(Algorithm.CALENDAR_WINDOW, calendar.length());
        return new Band(id, Algorithm.CALENDAR_WINDOW, limit, calendar.length(), 0, calendar);
    }

    /** Returns a band with the default burst, identified by algorithm and window. */
    public static Band of(Algorithm algorithm, long limit, Duration window) {
        return of(algorithm, limit, window, 0);
    }

    /**
     * Returns a band identified by algorithm and window. Bands may be added and reordered without losing used permits.
     */
    public static Band of(Algorithm algorithm, long limit, Duration window, long burst) {
        return new Band(id(algorithm, window), algorithm, limit, window, burst, null);
    }

    private static int id(Algorithm algorithm, Duration window) {
        return (31 * Long.hashCode(micros(window)) + algorithm.kind()) & Integer.MAX_VALUE;
    }

    /** Returns the maximum number of permits that can ever be granted at once. */
    public long capacity() {
        return burst == 0 ? limit : burst;
    }

    /** Returns the band with a fraction of its permits, rounded down, but at least one. */
    Band share(double fraction) {
        long part = part(limit, fraction);
        // Rounding must not prolong the time in which the burst is refilled above what is allowed.
        long most = (long) ((double) MAX_WINDOW.toMillis() / window.toMillis() * part);
        long kept = burst == 0 ? 0 : Math.min(most, part(burst, fraction));
        return new Band(id, algorithm, part, window, kept, calendar);
    }

    // A product such as 100 * 0.29 is a tiny bit below a whole number.
    private static long part(long permits, double fraction) {
        return Math.max(1, (long) Math.floor(permits * fraction + 1e-6));
    }

    long windowMicros() {
        return micros(window);
    }

    private static long micros(Duration window) {
        return window.toSeconds() * 1_000_000 + window.toNanosPart() / 1_000;
    }

    private static void require(boolean holds, String part, @Nullable Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("The " + part + " of a limit " + rule + ", but is " + value);
        }
    }
}
