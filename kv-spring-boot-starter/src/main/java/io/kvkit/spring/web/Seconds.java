package io.kvkit.spring.web;

import java.time.Duration;

/** Durations in headers: whole seconds, never too short. */
public final class Seconds {

    private Seconds() {}

    /** Returns the duration in seconds, rounded up, at least 1. */
    public static long ceil(Duration duration) {
        long seconds = duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
        return Math.max(1, seconds);
    }
}
