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
     * Returns a clock that starts at the time of this machine and advances by its monotonic clock, so it never steps
     * back.
     */
    static MicroClock system() {
        long epochMicros = System.currentTimeMillis() * 1_000;
        long start = System.nanoTime();
        return () -> epochMicros + (System.nanoTime() - start) / 1_000;
    }
}
