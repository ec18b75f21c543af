package io.kvkit.store;

/**
 * The time in microseconds since the epoch.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MicroClock {

    /** The present time in microseconds since the epoch. */
    long micros();

    /** The time of this machine at the call, carried on by its monotonic clock: it never steps back. */
    static MicroClock system() {
        long epochMicros = System.currentTimeMillis() * 1_000;
        long start = System.nanoTime();
        return () -> epochMicros + (System.nanoTime() - start) / 1_000;
    }
}
