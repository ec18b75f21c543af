package io.kvkit.recipe.ratelimit;

import java.time.Duration;

/**
 * How long calls of a limit wait for permits instead of being refused. They wait in the order in which they came, for
 * each key in this JVM.
 *
 * @param maxWait how long a call waits at most; zero if calls do not wait
 * @param maxWaiting how many calls of the limit wait at a time; more are refused at once
 * @since 0.1
 */
public record LimitWait(Duration maxWait, int maxWaiting) {

    /** The number of calls that wait at a time if nothing else is set. */
    public static final int MAX_WAITING = 1_024;

    /** Calls do not wait. */
    public static final LimitWait NONE = new LimitWait(Duration.ZERO, MAX_WAITING);

    public LimitWait {
        if (maxWait.isNegative() || maxWaiting < 1) {
            throw new IllegalArgumentException(
                    "At least one call must be able to wait, for zero or more, but " + maxWaiting + " for " + maxWait);
        }
    }

    long maxWaitMicros() {
        return maxWait.toNanos() / 1_000;
    }
}
