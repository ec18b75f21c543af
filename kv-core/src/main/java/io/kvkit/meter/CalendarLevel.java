package io.kvkit.meter;

/**
 * A calendar window: {@code b} is the count of the current one of the two windows in the settings. Its time never stands
 * still. If the clock steps back across the begin of a window, the count goes on in the window before.
 */
final class CalendarLevel extends BandLevel {

    private double count;
    private double b;
    private double now;
    private double end;

    CalendarLevel(BandSettings settings) {
        super(settings);
    }

    @Override
    void read(MeterRecord stored) {
        count = stored.b(stored.find(settings.id()));
    }

    @Override
    void advance(double base, double still, double real) {
        now = real;
        end = end(real);
        double begin = now < settings.w() ? settings.rate() : settings.w();
        b = base < begin ? 0 : count;
    }

    /** Returns the end of the window at a time. */
    double end(double real) {
        return real < settings.w() ? settings.w() : settings.off();
    }

    @Override
    double lag(double still, double real) {
        return 0;
    }

    @Override
    void keep() {
        count = b;
    }

    @Override
    void restore() {
        b = count;
    }

    @Override
    void forget() {
        count = 0;
    }

    /** Returns whether a time is in neither of the two windows. */
    private boolean isOutside(double real) {
        return real < settings.rate() || real >= settings.off();
    }

    static boolean isOutside(BandLevel[] levels, double time) {
        for (BandLevel level : levels) {
            if (level instanceof CalendarLevel calendar && calendar.isOutside(time)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the time of a record is in a later window than that of one of the levels. */
    static boolean isAhead(BandLevel[] levels, double base, double real) {
        for (BandLevel level : levels) {
            if (level instanceof CalendarLevel calendar && base >= calendar.end(real)) {
                return true;
            }
        }
        return false;
    }

    @Override
    double used() {
        return b;
    }

    @Override
    void charge(double delta) {
        b = b + delta;
        if (b < 0) {
            b = 0;
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
        return end - now;
    }

    @Override
    double empties() {
        return b > 0 ? end - now : 0;
    }

    @Override
    void write(Packed record) {
        record.putInt(settings.id()).putDouble(0).putDouble(b);
    }
}
