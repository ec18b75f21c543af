package io.kvkit.meter;

/**
 * A bucket: {@code a} is the number of permits in use, up to the capacity, and {@code b} is what is owed beyond it. Both
 * leak out evenly, what is owed first.
 */
final class BucketLevel extends BandLevel {

    private final double rate;
    private double level;
    private double owed;
    private double a;
    private double b;

    BucketLevel(BandSettings settings) {
        super(settings);
        this.rate = settings.rate();
    }

    @Override
    void read(MeterRecord stored) {
        int at = stored.find(settings.id());
        level = stored.a(at);
        owed = stored.b(at);
    }

    @Override
    void advance(double base, double now, double real) {
        restore();
        // After a downgrade, the level may be above the capacity. Calls that were allowed then do not count against
        // the caller now.
        if (a > cap) {
            a = cap;
        }
        if (b > cap) {
            b = cap;
        }
        leak((now - base) * rate);
    }

    private void leak(double permits) {
        double back = permits;
        if (b > 0) {
            b = b - back;
            back = 0;
            if (b < 0) {
                back = -b;
                b = 0;
            }
        }
        a = a - back;
        if (a < 0) {
            a = 0;
        }
    }

    @Override
    void keep() {
        level = a;
        owed = b;
    }

    @Override
    void restore() {
        a = level;
        b = owed;
    }

    @Override
    void forget() {
        level = 0;
        owed = 0;
    }

    @Override
    double used() {
        return a + b;
    }

    @Override
    void charge(double delta) {
        double rest = delta;
        if (rest < 0 && b > 0) {
            b = b + rest;
            rest = 0;
            if (b < 0) {
                rest = b;
                b = 0;
            }
        }
        a = a + rest;
        if (a < 0) {
            a = 0;
        }
    }

    @Override
    void bound() {
        if (a > cap) {
            b = b + (a - cap);
            a = cap;
        }
        if (b > cap) {
            b = cap;
        }
    }

    @Override
    double fits(double cost) {
        return (a + b + cost - cap) / rate;
    }

    @Override
    double empties() {
        return (a + b) / rate;
    }

    @Override
    void write(Packed record) {
        record.putInt(settings.id()).putDouble(a).putDouble(b);
    }
}
