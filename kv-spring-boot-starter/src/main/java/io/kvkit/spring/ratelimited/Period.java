package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Calendar;
import io.kvkit.meter.Algorithm;
import io.kvkit.spring.operation.Layers;
import java.time.Duration;
import java.util.function.Supplier;
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

    /**
     * Returns the algorithm of a limit with this period: that of a calendar, unless another one is written beside it.
     *
     * @param written the algorithm beside the period; null or DEFAULT if there is none
     * @param otherwise returns the algorithm of a limit without a calendar
     */
    Algorithm algorithm(RateLimited.@Nullable Algorithm written, Supplier<Algorithm> otherwise) {
        return calendar == null ? otherwise.get() : Layers.constantOr(written, Algorithm.CALENDAR_WINDOW);
    }

    /** Returns this, or another one if nothing is written here. */
    Period or(Period other) {
        return isWritten() ? this : other;
    }
}
