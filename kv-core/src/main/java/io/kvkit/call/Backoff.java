package io.kvkit.call;

import java.time.Duration;

/**
 * The pauses between attempts. Each is twice as long as the previous one, up to a maximum.
 *
 * @since 0.1
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /** Returns the pause after a failed attempt; the first attempt has number 0. */
    public Duration pause(int attempts) {
        Duration grown = first.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return grown.compareTo(longest) < 0 ? grown : longest;
    }
}
