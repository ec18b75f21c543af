package io.kvkit.meter;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a meter in one step, by the store's clock.
 *
 * @param granted how many of the wanted takes were granted; for a peek, how many would be; 0 for a refund
 * @param retryAfterMicros when one more take fits: 0 if all were granted, {@link #NEVER} if the cost is above a
 *     capacity, else the microseconds after which exactly this take is granted if there are no other takes
 * @param refusingBand the index of the band that makes callers wait longest; -1 if all were granted
 * @param nowMicros the time of the decision in microseconds since the epoch
 * @param bands the permits left in each band, in the order of the meter's bands
 * @since 0.1
 */
public record MeterReply(long granted, long retryAfterMicros, int refusingBand, long nowMicros, List<BandLeft> bands) {

    /** The wait that does not help: the cost is above the capacity of a band. */
    public static final long NEVER = -1;

    /**
     * The permits left in one band.
     *
     * @param remaining whole permits that are free now
     * @param resetMicros microseconds until the band is as good as unused
     */
    public record BandLeft(long remaining, long resetMicros) {

        /** Returns the time until the band is as good as unused. */
        public Duration reset() {
            return micros(resetMicros);
        }
    }

    public MeterReply {
        bands = List.copyOf(bands);
    }

    /** Returns the time after which one more take fits; null if it never does. */
    public @Nullable Duration retryAfter() {
        return retryAfterMicros == NEVER ? null : micros(retryAfterMicros);
    }

    private static Duration micros(long micros) {
        return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }
}
