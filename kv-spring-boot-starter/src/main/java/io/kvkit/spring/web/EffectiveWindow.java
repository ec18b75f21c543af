package io.kvkit.spring.web;

import io.kvkit.meter.Band;
import io.kvkit.recipe.ratelimit.RateLimitResult.Policy;
import java.time.Duration;

/** The time in which a client can use no more than what a limit has left: {@code t} of the draft. */
final class EffectiveWindow {

    private EffectiveWindow() {}

    /**
     * The window: of a bucket until it has one permit more, of windows until the current one ends. A limit that is unused
     * begins with the next call.
     */
    static Duration of(Policy policy) {
        Band band = policy.band();
        return switch (band.algorithm()) {
            case TOKEN_BUCKET -> nextPermit(policy, band);
            case SLIDING_WINDOW, FIXED_WINDOW -> windowEnd(policy.reset(), band.window());
        };
    }

    // When it is as good as unused, all that is missing is back, one by one.
    private static Duration nextPermit(Policy policy, Band band) {
        double interval = (double) band.window().toNanos() / band.limit();
        double others = (band.capacity() - policy.remaining() - 1) * interval;
        return Duration.ofNanos((long) Math.max(0, policy.reset().toNanos() - others));
    }

    // What was used in a sliding window counts until the end of the next one.
    private static Duration windowEnd(Duration reset, Duration window) {
        if (reset.isZero()) {
            return window;
        }
        return reset.compareTo(window) > 0 ? reset.minus(window) : reset;
    }
}
