package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Calendar;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time to which a limit applies, as written at one place: a window or a calendar.
 *
 * @param window the length of the window; null if it is not written
 * @param calendar the calendar window; null if it is not written
 */
record Period(@Nullable Duration window, @Nullable Calendar calendar) {

    static Period of(@Nullable Duration window, @Nullable Calendar calendar) {
        return new Period(window, calendar == Calendar.DEFAULT ? null : calendar);
    }

    boolean isWritten() {
        return window != null || calendar != null;
    }

    /** Returns this, or another one if nothing is written here. */
    Period or(Period other) {
        return isWritten() ? this : other;
    }
}
