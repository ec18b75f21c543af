package io.kvkit.meter;

/** A bucket: {@code a} is the number of permits in use, which leak out evenly. */
final class BucketLevel extends BandLevel {

    private final double rate;
    private double level;
    private double a;

    BucketLevel(BandSettings settings) {
        super(settings);
        this.rate = settings.rate();
    }

    @Override
    void read(MeterRecord stored) {
        level = stored.a(stored.find(settings.id()));
    }

    @Override
    void advance(double base, double now, double real) {
        restore();
        // After a downgrade, the level may be above the capacity. Calls that were allowed then do not count against
        // the caller now.
        if (a > cap) {
            a = cap;
        }
        a = a - (now - base) * rate;
        if (a < 0) {
            a = 0;
        }
    }

    @Override
    void keep() {
        level = a;
    }

    @Override
    void restore() {
        a = level;
    }

    @Override
    void forget() {
        level = 0;
    }

    @Override
    double used() {
        return a;
    }

    @Override
    void charge(double delta) {
        a = a + delta;
        if (a < 0) {
            a = 0;
        }
    }

    @Override
    double fits(double cost) {
        return (a + cost - cap) / rate;
    }

    @Override
    double empties() {
        return a / rate;
    }

    @Override
    void write(Packed record) {
        record.putInt(settings.id()).putDouble(a).putDouble(0);
    }
}
