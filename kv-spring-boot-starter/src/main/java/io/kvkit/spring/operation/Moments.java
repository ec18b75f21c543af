package io.kvkit.spring.operation;

import io.kvkit.spring.operation.KeyForm.Single;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The texts of dates, calendars and time zones: those of {@code toString()} drop parts, or depend on the machine. */
@SuppressWarnings("JavaUtilDate")
final class Moments {

    private Moments() {}

    /** The form of the type's values; null if it is none of these. */
    static @Nullable KeyForm form(Class<?> type) {
        if (type == Date.class || type.getName().equals("java.sql.Timestamp")) {
            return new Single(value -> ((Date) value).toInstant().toString());
        }
        if (type.getName().equals("java.sql.Date") || type.getName().equals("java.sql.Time")) {
            return new Single(value -> SqlDays.text((Date) value));
        }
        if (TimeZone.class.isAssignableFrom(type)) {
            return new Single(value -> zone((TimeZone) value));
        }
        boolean known = type == Calendar.class || type == GregorianCalendar.class;
        return known ? new Single(value -> calendar((Calendar) value)) : null;
    }

    // All that equals() looks at.
    private static String calendar(Calendar calendar) {
        String changed = calendar instanceof GregorianCalendar gregorian
                ? String.valueOf(gregorian.getGregorianChange().getTime())
                : "";
        return calendar.toInstant() + "@" + zone(calendar.getTimeZone()) + " " + calendar.isLenient() + " "
                + calendar.getFirstDayOfWeek() + " " + calendar.getMinimalDaysInFirstWeek() + " " + changed;
    }

    private static String zone(TimeZone zone) {
        if (!TimeZone.getTimeZone(zone.getID()).equals(zone)) {
            throw NoKeyTextException.unsupported("a time zone with rules of its own");
        }
        return zone.getID();
    }

    /** Days and times of databases, whose module may be absent. */
    private static final class SqlDays {

        // The text is the same in all time zones, but tells apart only what has nothing beside the day or the time.
        static String text(Date moment) {
            String text = moment.toString();
            Date plain = moment instanceof java.sql.Date ? java.sql.Date.valueOf(text) : java.sql.Time.valueOf(text);
            return plain.getTime() == moment.getTime() ? text : text + "@" + moment.getTime();
        }
    }
}
