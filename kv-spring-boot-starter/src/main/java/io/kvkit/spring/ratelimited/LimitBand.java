package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.annotation.RateLimited.Calendar;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One of several limits on one key.
 *
 * @param limit how many permits there are per window
 * @param window the time in which the permits come back
 * @param calendar the calendar window in which the permits can be used, instead of a window: minute, hour, day or month
 * @param burst how many permits a full token bucket holds. Unset: the limit
 * @param algorithm how permits come back
 */
public record LimitBand(
        @Nullable Integer limit,
        @Nullable Duration window,
        @Nullable Calendar calendar,
        @Nullable Integer burst,
        @Nullable Algorithm algorithm) {

    Period period() {
        return Period.of(window, calendar);
    }
}
