package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.meter.Band;
import java.time.Duration;

/**
 * One limit on one key, complete.
 *
 * @param limit how many permits there are per window
 * @param window the time in which the permits come back
 * @param burst how many permits a rested token bucket holds; the limit for other algorithms
 * @param algorithm how permits come back; never {@code DEFAULT}
 */
public record RateBand(int limit, Duration window, int burst, Algorithm algorithm) {

    /**
     * The same as the machine that counts permits takes it.
     *
     * @throws IllegalArgumentException if it cannot count these
     */
    public Band meterBand() {
        var kind = io.kvkit.meter.Algorithm.valueOf(algorithm.name());
        return Band.of(kind, limit, window, kind == io.kvkit.meter.Algorithm.TOKEN_BUCKET ? burst : 0);
    }
}
