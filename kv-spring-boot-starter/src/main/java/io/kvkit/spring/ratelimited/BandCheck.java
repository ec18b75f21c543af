package io.kvkit.spring.ratelimited;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.attribute.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checks one limit.
 *
 * @param site the place of the annotation
 * @param limitName the name of the attribute or property with the limit
 * @param windowName the name of the attribute or property with the window
 * @param burstName the name of the attribute or property with the burst
 */
record BandCheck(OperationSite site, String limitName, String windowName, String burstName) {

    private static final String MEND = "Write limit = 10, window = \"1m\", or bands";

    /**
     * Returns the limit with these parts.
     *
     * @throws KvConfigurationException if it is incomplete or contradicts itself
     */
    Band band(@Nullable Integer limit, @Nullable Duration window, @Nullable Integer burst, Algorithm algorithm) {
        if (limit == null) {
            throw site.error(limitName, null, "there is no limit", MEND);
        }
        if (window == null) {
            throw site.error(windowName, null, "there is no window", MEND);
        }
        requirePositive(limitName, limit);
        Durations.setting(site, windowName, window);
        if (window.compareTo(Band.MAX_WINDOW) > 0) {
            throw site.error(windowName, window, "it is longer than 10 years", "Write a shorter one, as in 365d");
        }
        if (burst != null) {
            requirePositive(burstName, burst);
            if (algorithm != Algorithm.TOKEN_BUCKET) {
                throw site.error(
                        burstName, burst, "a " + algorithm + " has no burst", "Remove it, or use a TOKEN_BUCKET");
            }
        }
        return countable(limit, window, burst == null ? 0 : burst, algorithm);
    }

    // The meter would refuse such a limit in each call.
    private Band countable(int limit, Duration window, int burst, Algorithm algorithm) {
        try {
            return Band.of(algorithm, limit, window, burst == limit ? 0 : burst);
        } catch (IllegalArgumentException e) {
            throw site.error(limitName, null, String.valueOf(e.getMessage()), "Write another limit");
        }
    }

    private void requirePositive(String name, int number) {
        if (number < 1) {
            throw site.error(name, number, "it is not above zero", "Write 1 or more");
        }
    }
}
