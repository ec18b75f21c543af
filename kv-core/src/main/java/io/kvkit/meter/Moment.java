package io.kvkit.meter;

import org.jspecify.annotations.Nullable;

/**
 * The time of a decision, in microseconds since 2025, reconciled with the time of the record.
 *
 * @param real the store's time
 * @param base the start of the decay
 * @param now the end of the decay, never before {@code base}
 * @param rebased whether the record was so far in the future that its time was discarded
 */
record Moment(double real, double base, double now, boolean rebased) {

    static Moment of(@Nullable MeterRecord stored, long nowMicros, double period) {
        double real = nowMicros - MeterRecord.EPOCH_MICROS;
        double base = stored == null ? real : stored.base();
        if (base <= real) {
            return new Moment(real, base, real, false);
        }
        return base - real > period ? new Moment(real, real, real, true) : new Moment(real, base, base, false);
    }

    /** Returns how long the key's time stands still. */
    double lag() {
        return now - real;
    }
}
