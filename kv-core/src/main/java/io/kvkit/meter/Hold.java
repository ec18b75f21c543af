package io.kvkit.meter;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A reservation of permits for a time: if it is neither settled nor renewed until then, the permits are given back.
 *
 * @param id tells the reservations of one key apart; not negative
 * @param lease for how long the permits are held, 100 ms to 2 hours
 * @since 0.1
 */
public record Hold(int id, Duration lease) {

    /** The shortest lease. */
    public static final Duration SHORTEST = Duration.ofMillis(100);

    /** The longest lease. */
    public static final Duration LONGEST = Duration.ofHours(2);

    /** The maximum number of open reservations of one key. */
    public static final int MOST = 1_000;

    public Hold {
        if (id < 0) {
            throw new IllegalArgumentException("The id of a reservation must not be negative, but is " + id);
        }
        if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The lease of a reservation must be from 100 ms to 2 h, but is " + lease);
        }
    }

    /** Returns a new reservation, with an id by chance. */
    public static Hold create(Duration lease) {
        return new Hold(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), lease);
    }

    double leaseMicros() {
        return (double) TimeUnit.NANOSECONDS.toMicros(lease.toNanos());
    }
}
