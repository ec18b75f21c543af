package io.kvkit.meter;

/** A sliding or fixed window: {@code a} is the count of the window before, {@code b} that of the current one. */
final class WindowLevel extends BandLevel {

    private final boolean fixed;
    private final double w;
    private final double off;

    private double previous;
    private double current;
    private double a;
    private double b;
    private double x;
    private double s;

    WindowLevel(BandSettings settings) {
        super(settings);
        this.fixed = settings.algorithm() == Algorithm.FIXED_WINDOW;
        this.w = settings.w();
        this.off = settings.off();
    }

    @Override
    void read(MeterRecord stored) {
        int at = stored.find(settings.id());
        previous = stored.a(at);
        current = stored.b(at);
    }

    @Override
    void advance(double base, double now, double real) {
        restore();
        x = now + off;
        double ix = Math.floor(x / w);
        double d = ix - Math.floor((base + off) / w);
        s = ix * w;
        if (d != 0) {
            a = d == 1 ? b : 0;
            b = 0;
        }
        if (fixed) {
            a = 0;
        }
    }

    @Override
    void keep() {
        previous = a;
        current = b;
    }

    @Override
    void restore() {
        a = previous;
        b = current;
    }

    @Override
    void forget() {
        previous = 0;
        current = 0;
    }

    @Override
    double used() {
        return fixed ? b : a * (1 - (x - s) / w) + b;
    }

    // What the current window does not have was taken in the one before.
    @Override
    void charge(double delta) {
        b = b + delta;
        if (b < 0) {
            a = a + b;
            b = 0;
        }
        if (a < 0) {
            a = 0;
        }
    }

    @Override
    void bound() {
        if (b > 2 * cap) {
            b = 2 * cap;
        }
    }

    @Override
    double fits(double cost) {
        if (fixed) {
            return s + w - x;
        }
        // The difference first: a fraction of a microsecond added to a time would be lost.
        double into = x - s;
        if (b + cost <= cap) {
            return w * (1 - (cap - b - cost) / a) - into;
        }
        return w + w * (1 - (cap - cost) / b) - into;
    }

    @Override
    double empties() {
        if (b > 0) {
            return fixed ? s + w - x : s + w + w - x;
        }
        return a > 0 ? s + w - x : 0;
    }

    @Override
    void write(Packed record) {
        record.putInt(settings.id()).putDouble(a).putDouble(b);
    }
}
