package io.kvkit.meter;

/**
 * The arithmetic of one band in one decision: the counterpart of the functions in {@code meter.lua}, with the same
 * operations in the same order, so that both give the same bits. Times are microseconds since 2025.
 */
final class BandLevel {

    private static final double EPSILON = 1e-6;

    private final Algorithm k;
    private final double cap;
    private final double rate;
    private final double w;
    private final double off;

    private double a;
    private double b;
    private double x;
    private double s;

    BandLevel(BandSettings settings) {
        this.k = settings.algorithm();
        this.cap = settings.cap();
        this.rate = settings.rate();
        this.w = settings.w();
        this.off = settings.off();
    }

    /** Ages the use at {@code base} to {@code now}. */
    void age(double usedA, double usedB, double base, double now) {
        a = usedA;
        b = usedB;
        if (k == Algorithm.TOKEN_BUCKET) {
            leak(now - base);
        } else {
            roll(base, now);
        }
    }

    // After a downgrade, the level may be above the capacity. Calls that were allowed then do not count against the
    // caller now.
    private void leak(double elapsed) {
        if (a > cap) {
            a = cap;
        }
        a = a - elapsed * rate;
        if (a < 0) {
            a = 0;
        }
    }

    private void roll(double base, double now) {
        x = now + off;
        double ix = Math.floor(x / w);
        double d = ix - Math.floor((base + off) / w);
        s = ix * w;
        if (d != 0) {
            a = d == 1 ? b : 0;
            b = 0;
        }
        if (k == Algorithm.FIXED_WINDOW) {
            a = 0;
        }
    }

    double used() {
        if (k == Algorithm.TOKEN_BUCKET) {
            return a;
        }
        return k == Algorithm.SLIDING_WINDOW ? a * (1 - (x - s) / w) + b : b;
    }

    /** Returns how many takes fit; negative if more than the capacity is used. */
    double grantable(double cost) {
        return Math.floor((cap - used()) / cost + EPSILON);
    }

    /** Adds a charge; a negative charge is subtracted. */
    void charge(double delta) {
        if (k == Algorithm.TOKEN_BUCKET) {
            a = a + delta;
            if (a < 0) {
                a = 0;
            }
        } else {
            b = b + delta;
            if (b < 0) {
                b = 0;
            }
        }
    }

    /** Returns the time until one more take fits, at least 1; -1 for never. */
    double due(double cost) {
        if (cost > cap) {
            return -1;
        }
        double r = fits(cost);
        return r < 1 ? 1 : r;
    }

    private double fits(double cost) {
        if (k == Algorithm.TOKEN_BUCKET) {
            return (a + cost - cap) / rate;
        }
        if (k == Algorithm.FIXED_WINDOW) {
            return s + w - x;
        }
        if (b + cost <= cap) {
            return s + w * (1 - (cap - b - cost) / a) - x;
        }
        return s + w + w * (1 - (cap - cost) / b) - x;
    }

    /** Returns the time until the band is unused. */
    double reset() {
        if (k == Algorithm.TOKEN_BUCKET) {
            return a / rate;
        }
        if (b > 0) {
            return k == Algorithm.SLIDING_WINDOW ? s + w + w - x : s + w - x;
        }
        return a > 0 ? s + w - x : 0;
    }

    double remaining() {
        double left = Math.floor(cap - used() + EPSILON);
        return left < 0 ? 0 : left;
    }

    double a() {
        return a;
    }

    double b() {
        return b;
    }
}
