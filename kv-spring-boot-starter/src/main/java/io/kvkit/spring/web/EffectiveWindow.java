package io.kvkit.spring.web;

import io.kvkit.meter.Band;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;
import java.util.Objects;

/** The time in which a client can use no more than the remaining permits of a limit: {@code t} of the draft. */
final class EffectiveWindow {

    private EffectiveWindow() {}

    /**
     * Returns the window: for a bucket, the time until it has one more permit; for windows, the end of the current one;
     * for a strict window, the end of its current tenth. The window of an unused limit begins with the next call.
     */
    static Duration of(Policy policy) {
        Band band = Objects.requireNonNull(policy.band());
        return switch (band.algorithm()) {
            case TOKEN_BUCKET -> nextPermit(policy, band);
            case SLIDING_WINDOW, FIXED_WINDOW -> windowEnd(policy.reset(), band.window());
            // It can be longer than usual: a month of 31 days, a day of 25 hours.
            case CALENDAR_WINDOW -> policy.reset().isZero() ? band.window() : policy.reset();
            case STRICT_WINDOW -> partEnd(policy.reset(), band.window().dividedBy(10));
        };
    }

    // For a nearly unused bucket, the missing permits come back one by one.
    private static Duration nextPermit(Policy policy, Band band) {
        double interval = (double) band.window().toNanos() / band.limit();
        double others = (band.capacity() - policy.remaining() - 1) * interval;
        return Duration.ofNanos((long) Math.max(0, policy.reset().toNanos() - others));
    }

    // Calls in a sliding window count until the end of the next one.
    private static Duration windowEnd(Duration reset, Duration window) {
        if (reset.isZero()) {
            return window;
        }
        return reset.compareTo(window) > 0 ? reset.minus(window) : reset;
    }

    // A strict window is empty at the end of one of its tenths.
    private static Duration partEnd(Duration reset, Duration part) {
        long rest = reset.toNanos() % part.toNanos();
        return rest == 0 ? part : Duration.ofNanos(rest);
    }
}
