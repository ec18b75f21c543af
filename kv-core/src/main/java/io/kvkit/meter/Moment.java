package io.kvkit.meter;

import org.jspecify.annotations.Nullable;

/**
 * When a decision is made, in microseconds since 2025, with the record's clock reconciled.
 *
 * @param real the store's time
 * @param base since when use decays
 * @param now until when use decays: never before {@code base}
 * @param rebased whether the record lay so far in the future that its time was given up
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

    /** How long the key's time stands still. */
    double lag() {
        return now - real;
    }
}
