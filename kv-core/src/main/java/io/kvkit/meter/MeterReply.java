package io.kvkit.meter;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a meter in one step, by the store's clock. Replies are immutable; two with the same facts are equal.
 *
 * @since 0.1
 */
public sealed interface MeterReply permits Grant, MeterReply.Counted {

    /** The wait that does not help: the cost is above the capacity of a band. */
    long NEVER = -1;

    /** Returns how many of the wanted takes were granted; for a peek, how many would be; 0 for a refund. */
    long granted();

    /**
     * Returns when one more take fits: 0 if all were granted, {@link #NEVER} if the cost is above a capacity, else the
     * microseconds after which exactly this take is granted if there are no other takes.
     */
    long retryAfterMicros();

    /** Returns the index of the band that makes callers wait longest; -1 if all were granted. */
    int refusingBand();

    /** Returns the time of the decision in microseconds since the epoch. */
    long nowMicros();

    /** Returns the permits left in each band, in the order of the meter's bands. */
    List<BandLeft> bands();

    /** Returns the time after which one more take fits; null if it never does. */
    default @Nullable Duration retryAfter() {
        return retryAfterMicros() == NEVER ? null : micros(retryAfterMicros());
    }

    /**
     * The permits left in one band.
     *
     * @param remaining whole permits that are free now
     * @param resetMicros microseconds until the band is as good as unused
     */
    record BandLeft(long remaining, long resetMicros) {

        /** Returns the time until the band is as good as unused. */
        public Duration reset() {
            return micros(resetMicros);
        }
    }

    /**
     * A grant of all takes by a single band, the most frequent reply.
     *
     * @param takes the number of takes
     * @param nowMicros the time of the decision
     * @param remaining whole permits that are free now
     * @param resetMicros microseconds until the band is as good as unused
     */
    record Granted(int takes, long nowMicros, long remaining, long resetMicros) implements Grant {

        @Override
        public long granted() {
            return takes;
        }

        @Override
        public List<BandLeft> bands() {
            return List.of(new BandLeft(remaining, resetMicros));
        }

        // The same grant may be one whose details are not computed yet.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof MeterReply reply
                    && reply.granted() == takes
                    && reply.refusingBand() < 0
                    && reply.nowMicros() == nowMicros
                    && reply.bands().equals(bands());
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(nowMicros) + bands().hashCode();
        }
    }

    /**
     * Any other reply.
     *
     * @param granted the number of granted takes
     * @param retryAfterMicros when one more take fits
     * @param refusingBand the index of the band that refuses
     * @param nowMicros the time of the decision
     * @param bands the permits left
     */
    record Counted(long granted, long retryAfterMicros, int refusingBand, long nowMicros, List<BandLeft> bands)
            implements MeterReply {

        public Counted {
            bands = List.copyOf(bands);
        }
    }

    /** Returns the reply of a single band. */
    static MeterReply ofOne(
            long granted, long retryAfterMicros, int refusingBand, long nowMicros, long remaining, long resetMicros) {
        return granted > 0 && refusingBand < 0
                ? new Granted((int) granted, nowMicros, remaining, resetMicros)
                : new Counted(
                        granted,
                        retryAfterMicros,
                        refusingBand,
                        nowMicros,
                        List.of(new BandLeft(remaining, resetMicros)));
    }

    private static Duration micros(long micros) {
        return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }
}
