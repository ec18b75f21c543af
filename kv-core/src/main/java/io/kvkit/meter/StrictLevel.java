package io.kvkit.meter;

import java.util.Arrays;

/**
 * A strict window: one count for each tenth of a window that any window up to now can touch, from the current tenth
 * back. The record has two counts in each cell, and no cells for the oldest counts that are zero.
 */
final class StrictLevel extends BandLevel {

    static final int PARTS = 10;

    private final double w;
    private final double off;
    private final double[] kept = new double[PARTS + 1];
    private final double[] counts = new double[PARTS + 1];

    private double x;
    private double ix;

    StrictLevel(BandSettings settings) {
        super(settings);
        this.w = settings.w();
        this.off = settings.off();
    }

    @Override
    void read(MeterRecord stored) {
        int at = stored.find(settings.id());
        for (int i = 0; i <= PARTS && at >= 0; i += 2) {
            kept[i] = stored.a(at);
            if (i < PARTS) {
                kept[i + 1] = stored.b(at);
            }
            at = stored.findNext(at);
        }
    }

    @Override
    void advance(double base, double now, double real) {
        x = now + off;
        ix = part(x);
        double d = ix - part(base + off);
        for (int i = 0; i <= PARTS; i++) {
            double from = i - d;
            counts[i] = from < 0 ? 0 : kept[(int) from];
        }
    }

    // Multiplied first, both are whole numbers below 2^53, for which the quotient has the right floor.
    private double part(double time) {
        return Math.floor(time * PARTS / w);
    }

    @Override
    void keep() {
        System.arraycopy(counts, 0, kept, 0, kept.length);
    }

    @Override
    void restore() {
        System.arraycopy(kept, 0, counts, 0, kept.length);
    }

    @Override
    void forget() {
        Arrays.fill(kept, 0);
    }

    @Override
    double used() {
        double sum = 0;
        for (double count : counts) {
            sum = sum + count;
        }
        return sum;
    }

    @Override
    void charge(double delta) {
        counts[0] = counts[0] + delta;
        for (int i = 0; i < PARTS && counts[i] < 0; i++) {
            counts[i + 1] = counts[i + 1] + counts[i];
            counts[i] = 0;
        }
        if (counts[PARTS] < 0) {
            counts[PARTS] = 0;
        }
    }

    @Override
    void bound() {
        double over = used() - 2 * cap;
        if (over > 0) {
            counts[0] = counts[0] - over;
            if (counts[0] < 0) {
                counts[0] = 0;
            }
        }
    }

    @Override
    double fits(double cost) {
        double left = used();
        int i = PARTS;
        while (i >= 0 && left + cost > cap) {
            left = left - counts[i];
            i = i - 1;
        }
        return begin(PARTS - i) - x;
    }

    @Override
    double empties() {
        for (int i = 0; i <= PARTS; i++) {
            if (counts[i] > 0) {
                return begin(PARTS + 1 - i) - x;
            }
        }
        return 0;
    }

    private double begin(double later) {
        return (ix + later) * w / PARTS;
    }

    @Override
    int cells() {
        int last = PARTS;
        while (last > 1 && counts[last] == 0) {
            last--;
        }
        return last / 2 + 1;
    }

    @Override
    void write(Packed record) {
        int cells = cells();
        for (int i = 0; i < 2 * cells; i += 2) {
            record.putInt(settings.id()).putDouble(counts[i]).putDouble(i < PARTS ? counts[i + 1] : 0);
        }
    }
}
