package io.kvkit.meter;

/**
 * The arithmetic of one band in one decision: the counterpart of the functions in {@code bands.lua}, with the same
 * operations in the same order, so that both give the same bits. Times are microseconds since 2025.
 */
abstract sealed class BandLevel permits BucketLevel, WindowLevel, StrictLevel, CalendarLevel {

    static final double EPSILON = 1e-6;

    final BandSettings settings;
    final double cap;

    private double lag;

    BandLevel(BandSettings settings) {
        this.settings = settings;
        this.cap = settings.cap();
    }

    static BandLevel of(BandSettings settings) {
        return switch (settings.algorithm()) {
            case TOKEN_BUCKET -> new BucketLevel(settings);
            case SLIDING_WINDOW, FIXED_WINDOW -> new WindowLevel(settings);
            case STRICT_WINDOW -> new StrictLevel(settings);
            case CALENDAR_WINDOW -> new CalendarLevel(settings);
        };
    }

    /** Takes over what a record says about the band. */
    abstract void read(MeterRecord stored);

    /** Ages what is kept from {@code base} to {@code now}; the store's time is {@code real}, not after {@code now}. */
    final void age(double base, double now, double real) {
        lag = lag(now, real);
        advance(base, now, real);
    }

    abstract void advance(double base, double now, double real);

    /** Returns how long the time of the band stands still. */
    double lag(double now, double real) {
        return now - real;
    }

    /** Keeps what was aged and charged. */
    abstract void keep();

    /** Goes back to what is kept. */
    abstract void restore();

    /** Keeps that nothing is used. */
    abstract void forget();

    abstract double used();

    /** Adds a charge; a negative charge is subtracted. */
    abstract void charge(double delta);

    /** Limits what is used to twice the capacity. */
    abstract void bound();

    /** Returns the time until a cost fits that does not fit now, while time does not stand still. */
    abstract double fits(double cost);

    /** Returns the time until the band is unused, while time does not stand still. */
    abstract double empties();

    /** Returns the number of cells of the record that {@link #write} writes. */
    int cells() {
        return 1;
    }

    /** Writes what was aged and charged, or restored. */
    abstract void write(Packed record);

    /** Returns how many takes fit; negative if more than the capacity is used. */
    final double grantable(double cost) {
        return Math.floor((cap - used()) / cost + EPSILON);
    }

    /** Returns the time until one more take fits, at least 1; -1 for never. */
    final double due(double cost) {
        if (cost > cap) {
            return -1;
        }
        double r = fits(cost);
        if (r < 1) {
            r = 1;
        }
        return r + lag;
    }

    /** Returns the time until the band is unused. */
    final double reset() {
        double r = empties();
        return r > 0 ? r + lag : r;
    }

    final double remaining() {
        double left = Math.floor(cap - used() + EPSILON);
        return left < 0 ? 0 : left;
    }
}
