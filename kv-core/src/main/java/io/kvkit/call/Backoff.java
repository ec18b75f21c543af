package io.kvkit.call;

import java.time.Duration;

/**
 * The pauses between attempts: each is twice as long as the one before, up to a longest one.
 *
 * @since 0.1
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /** The pause after so many attempts in vain, of which the first one is number 0. */
    public Duration pause(int attempts) {
        Duration grown = first.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return grown.compareTo(longest) < 0 ? grown : longest;
    }
}
