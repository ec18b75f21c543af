package io.kvkit.store;

/**
 * A clock that reads microseconds since the epoch. Implementations are safe for use by several threads.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MicroClock {

    /** Returns the present time in microseconds since the epoch. */
    long micros();

    /**
     * Returns the present time, or that of a few milliseconds ago if many callers ask for it and the present time costs
     * more. By default it is the present time.
     */
    default long recentMicros() {
        return micros();
    }

    /**
     * Returns a clock that starts at the time of this machine and advances by its monotonic clock, so it never steps
     * back.
     */
    static MicroClock system() {
        return new SystemClock();
    }
}
