package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Calendar;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.CalendarWindow;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.spring.operation.attribute.Durations;
import io.kvkit.spring.operation.attribute.Refusals;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the numbers of one limit, whether an annotation or a property has them.
 *
 * @param refusals creates the exception for a number that breaks a rule
 * @param limitName the name of the attribute or property with the limit
 * @param windowName the name of the attribute or property with the window
 * @param burstName the name of the attribute or property with the burst
 */
record BandRules(Refusals refusals, String limitName, String windowName, String burstName) {

    private static final String MEND = "Write limit = 10, window = \"1m\", or bands";

    /** Returns the rules for numbers that stand below one place, such as {@code kv.rate-limit.defaults}. */
    static BandRules below(String place, Refusals refusals) {
        return new BandRules(refusals, place + ".limit", place + ".window", place + ".burst");
    }

    /** Checks numbers of which some may be missing. */
    void check(@Nullable Integer limit, @Nullable Duration window, @Nullable Integer burst) {
        requirePositive(limitName, limit);
        if (window != null) {
            Durations.requirePositive(refusals, windowName, window);
            if (window.compareTo(Band.MAX_WINDOW) > 0) {
                throw refusals.error(
                        windowName, window, "it is longer than 10 years", "Write a shorter one, as in 365d");
            }
        }
        requirePositive(burstName, burst);
    }

    /**
     * Returns the limit with these numbers, which is complete and does not contradict itself.
     *
     * @param zone the time zone of a calendar window
     */
    Band band(@Nullable Integer limit, Period period, @Nullable Integer burst, Algorithm algorithm, ZoneId zone) {
        if (limit == null) {
            throw refusals.error(limitName, null, "there is no limit", MEND);
        }
        check(limit, period.window(), burst);
        return period.calendar() == null
                ? band(limit, period.window(), burst, algorithm)
                : calendar(limit, period.calendar(), period.window(), burst, algorithm, zone);
    }

    private Band calendar(
            int limit,
            Calendar calendar,
            @Nullable Duration window,
            @Nullable Integer burst,
            Algorithm algorithm,
            ZoneId zone) {
        if (window != null) {
            throw refusals.error(windowName, window, "calendar=" + calendar + " is set too", "Remove one of them");
        }
        if (burst != null) {
            throw refusals.error(burstName, burst, "a calendar window has no burst", "Remove it");
        }
        if (algorithm != Algorithm.CALENDAR_WINDOW) {
            throw refusals.error(
                    windowName,
                    null,
                    "calendar=" + calendar + " is set, but the algorithm is " + algorithm,
                    "Remove the calendar, or use a CALENDAR_WINDOW");
        }
        return Band.calendar(limit, new CalendarWindow(Unit.valueOf(calendar.name()), zone));
    }

    private Band band(int limit, @Nullable Duration window, @Nullable Integer burst, Algorithm algorithm) {
        if (algorithm == Algorithm.CALENDAR_WINDOW) {
            throw refusals.error(
                    windowName, window, "a CALENDAR_WINDOW has a calendar instead", "Write calendar = DAY");
        }
        if (window == null) {
            throw refusals.error(windowName, null, "there is no window", MEND);
        }
        if (burst != null && algorithm != Algorithm.TOKEN_BUCKET) {
            throw refusals.error(
                    burstName, burst, "a " + algorithm + " has no burst", "Remove it, or use a TOKEN_BUCKET");
        }
        return countable(limit, window, burst == null ? 0 : burst, algorithm);
    }

    // The meter would refuse such a limit in each call.
    private Band countable(int limit, Duration window, int burst, Algorithm algorithm) {
        try {
            return Band.of(algorithm, limit, window, burst == limit ? 0 : burst);
        } catch (IllegalArgumentException e) {
            throw refusals.error(limitName, null, String.valueOf(e.getMessage()), "Write another limit");
        }
    }

    private void requirePositive(String name, @Nullable Integer number) {
        if (number != null && number < 1) {
            throw refusals.error(name, number, "it is not above zero", "Write 1 or more");
        }
    }
}
