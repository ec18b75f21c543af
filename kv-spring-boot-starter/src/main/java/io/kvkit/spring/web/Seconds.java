package io.kvkit.spring.web;

import java.time.Duration;

/** Durations as headers know them: whole seconds, never too early. */
final class Seconds {

    private Seconds() {}

    /** The duration in seconds, rounded up, at least 1. */
    static long ceil(Duration duration) {
        long seconds = duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
        return Math.max(1, seconds);
    }
}
