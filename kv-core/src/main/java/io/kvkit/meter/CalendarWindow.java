package io.kvkit.meter;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a calendar: every minute, hour, day or month of a time zone.
 *
 * <p>A day is as long as the time zone makes it: 23 hours when clocks go forward, 25 when they go back. Instances are
 * immutable.
 *
 * <pre>{@code
 * Band perMonth = Band.calendar(10_000, new CalendarWindow(Unit.MONTH, ZoneId.of("Europe/Berlin")));
 * }</pre>
 *
 * @since 0.1
 */
public final class CalendarWindow {

    /** The length of a window. */
    public enum Unit {
        /** From second 0 to the next minute. */
        MINUTE(ChronoUnit.MINUTES),
        /** From minute 0 to the next hour. */
        HOUR(ChronoUnit.HOURS),
        /** From midnight to the next midnight. */
        DAY(ChronoUnit.DAYS),
        /** From the first day of a month to the first day of the next one. */
        MONTH(ChronoUnit.MONTHS);

        private final ChronoUnit length;

        Unit(ChronoUnit length) {
            this.length = length;
        }
    }

    /**
     * Two successive windows, in microseconds since the epoch: the times at which the first begins, at which the second
     * begins and at which it ends.
     */
    record Pair(long begin, long middle, long end) {

        // In the outer halves, the window before or after may be nearer to the time of the store.
        private boolean surrounds(long micros) {
            return micros - begin >= middle - micros && end - micros >= micros - middle;
        }
    }

    private final Unit unit;
    private final ZoneId zone;
    private volatile @Nullable Pair latest;

    /**
     * Creates the windows.
     *
     * @param unit their length
     * @param zone the time zone in which they begin
     */
    public CalendarWindow(Unit unit, ZoneId zone) {
        this.unit = unit;
        this.zone = zone;
    }

    /** Returns the length of the windows. */
    public Unit unit() {
        return unit;
    }

    /** Returns the time zone in which the windows begin. */
    public ZoneId zone() {
        return zone;
    }

    /** Returns the usual length of a window: for months, a twelfth of a year. */
    Duration length() {
        return unit.length.getDuration();
    }

    /**
     * Returns the window of a time and the nearer one of its neighbors.
     *
     * @param micros the time in microseconds since the epoch
     */
    Pair around(long micros) {
        Pair known = latest;
        if (known == null || !known.surrounds(micros)) {
            known = pair(micros);
            latest = known;
        }
        return known;
    }

    private Pair pair(long micros) {
        long begin = begin(micros);
        long end = end(begin);
        return micros - begin < end - micros ? new Pair(begin(begin - 1), begin, end) : new Pair(begin, end, end(end));
    }

    private long begin(long micros) {
        ZonedDateTime time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(zone);
        LocalDate date = time.toLocalDate();
        long begin = micros(
                switch (unit) {
                    case MINUTE, HOUR -> time.truncatedTo(unit.length);
                    case DAY -> date.atStartOfDay(zone);
                    case MONTH -> date.withDayOfMonth(1).atStartOfDay(zone);
                });
        // Where clocks go back by half an hour, a local hour is longer than an hour.
        for (long end = end(begin); end <= micros; end = end(begin)) {
            begin = end;
        }
        return begin;
    }

    private long end(long begin) {
        ZonedDateTime time = Instant.EPOCH.plus(begin, ChronoUnit.MICROS).atZone(zone);
        return micros(
                switch (unit) {
                    case MINUTE, HOUR -> next(time);
                    case DAY -> time.toLocalDate().plusDays(1).atStartOfDay(zone);
                    case MONTH ->
                        time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
                });
    }

    // Where clocks change by half an hour, the next local hour begins earlier or later than in an hour.
    private ZonedDateTime next(ZonedDateTime time) {
        ZonedDateTime next = time.plus(1, unit.length);
        ZonedDateTime full = next.truncatedTo(unit.length);
        return full.isAfter(time) ? full : next;
    }

    private static long micros(ZonedDateTime time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CalendarWindow window && unit == window.unit && zone.equals(window.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, zone);
    }

    @Override
    public String toString() {
        return unit + " in " + zone;
    }
}
