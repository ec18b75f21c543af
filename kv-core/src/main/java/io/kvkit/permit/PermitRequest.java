package io.kvkit.permit;

import io.kvkit.claim.Token;
import java.time.Duration;

/**
 * The request for one of the permits of a key.
 *
 * @param token names the owner; chosen before anything is sent
 * @param most how many permits there are, 1 to {@value #MOST}
 * @param lease how long a permit outlives an owner that died, 100 milliseconds to one hour
 * @since 0.1
 */
public record PermitRequest(Token token, int most, Duration lease) {

    /** The largest number of permits of one key: a step reads the record as a whole. */
    public static final int MOST = 1_000;

    /** The shortest lease: 100 milliseconds. */
    public static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    /** The longest lease: one hour. */
    public static final Duration LONGEST_LEASE = Duration.ofHours(1);

    public PermitRequest {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException(
                    "The number of concurrent calls must be from 1 to " + MOST + ", but is " + most);
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
            throw new IllegalArgumentException("The lease of a permit must be from 100 ms to 1 h, but is " + lease);
        }
    }

    /** Returns the request of a new owner. */
    public static PermitRequest create(int most, Duration lease) {
        return new PermitRequest(Token.random(), most, lease);
    }

    // Tokens of one process differ in the counter, and processes in a random number.
    long owner() {
        return token.high() * 0x9E3779B97F4A7C15L ^ token.low();
    }

    long leaseMicros() {
        return lease.toNanos() / 1_000;
    }
}
