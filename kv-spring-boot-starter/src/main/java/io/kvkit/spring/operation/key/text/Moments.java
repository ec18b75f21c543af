package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.text.KeyForm.Single;
import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The texts of dates, calendars and time zones, whose {@code toString()} omits parts or depends on the machine. */
@SuppressWarnings("JavaUtilDate")
final class Moments {

    // Their module may be absent.
    private static final Set<String> DAYS_AND_TIMES = Set.of("java.sql.Date", "java.sql.Time");

    private Moments() {}

    /** Returns the form of the type's values; null if the type is not one of these. */
    static @Nullable KeyForm form(Class<?> type) {
        if (type.getName().equals("java.sql.Timestamp")) {
            return new Single(value -> ((Date) value).toInstant().toString());
        }
        if (type == Date.class || DAYS_AND_TIMES.contains(type.getName())) {
            // All three are equal if their instants are; the subclasses do not support toInstant().
            return new Single(
                    value -> Instant.ofEpochMilli(((Date) value).getTime()).toString());
        }
        if (TimeZone.class.isAssignableFrom(type)) {
            return new Single(value -> zone((TimeZone) value));
        }
        boolean known = type == Calendar.class || type == GregorianCalendar.class;
        return known ? new Single(value -> calendar((GregorianCalendar) value)) : null;
    }

    // Includes everything that equals() compares.
    private static String calendar(GregorianCalendar calendar) {
        long changed = calendar.getGregorianChange().getTime();
        return calendar.toInstant() + "@" + zone(calendar.getTimeZone()) + " " + calendar.isLenient() + " "
                + calendar.getFirstDayOfWeek() + " " + calendar.getMinimalDaysInFirstWeek() + " " + changed;
    }

    private static String zone(TimeZone zone) {
        if (!TimeZone.getTimeZone(zone.getID()).equals(zone)) {
            throw NoKeyTextException.unsupported("a time zone with rules of its own");
        }
        return zone.getID();
    }
}
