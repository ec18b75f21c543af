package io.kvkit.meter;

import io.kvkit.meter.MeterTransition.Op;
import io.kvkit.store.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The levels of all bands of one key, and one decision at a time about them: all bands decide first, then either all are
 * charged or none is. The counterpart of {@code meter.lua}. Times are microseconds since 2025.
 */
final class Levels {

    private final List<Band> bands;
    private final BandLevel[] levels;
    private final double[] fitting;
    private final double period;
    private final Reservations reservations = new Reservations();
    private final OtherBands others = new OtherBands();

    // The time of the record. Not a number if there is no record.
    private double base = Double.NaN;

    private double real;
    private double now;
    private boolean rebased;
    private double granted;
    private double retry;
    private int who;
    private double ttl;

    Levels(List<Band> bands, long phase, long hintMicros) {
        this.bands = bands;
        this.levels = new BandLevel[bands.size()];
        this.fitting = new double[levels.length];
        double longest = 0;
        for (int i = 0; i < levels.length; i++) {
            BandSettings settings = BandSettings.of(bands.get(i), phase, hintMicros);
            levels[i] = BandLevel.of(settings);
            if (!settings.isCalendar() && settings.w() > longest) {
                longest = settings.w();
            }
        }
        this.period = longest;
    }

    /** Returns whether these are levels of the same bands, in windows that the time is in. */
    boolean serve(List<Band> others, double time) {
        return bands == others && !isOutside(time);
    }

    /** Returns whether the time is in none of the windows of a calendar. */
    boolean isOutside(double time) {
        return CalendarLevel.isOutside(levels, time);
    }

    /** Takes over what a record says; null for an unused meter. */
    void read(@Nullable MeterRecord stored) {
        if (stored != null) {
            base = stored.base();
            reservations.read(stored);
            others.read(stored, bands);
            for (BandLevel level : levels) {
                level.read(stored);
            }
        }
    }

    /**
     * Decides about a step. Nothing is changed before {@link #keep} or {@link #forget}.
     *
     * @param hold the reservation that the step is about; null if it is about none
     * @return whether the record changes
     */
    boolean decide(Op op, double cost, double count, double time, @Nullable Hold hold) {
        double wanted = op == Op.REFUND ? 0 : count;
        age(time);
        others.decide(op, reservations.isOpen(hold));
        if (others.areExtended()) {
            reservations.empty();
        }
        grant(op, cost, wanted);
        boolean full = op == Op.RESERVE && granted > 0 && reservations.isFull();
        granted = full ? 0 : granted;
        double delta = hold == null ? delta(op, cost, count) : reservations.decide(op, hold, cost, granted);
        charge(op, cost, wanted, others.areKept() ? 0 : delta);
        reserve(full);
        boolean charged = delta != 0 || (rebased && op != Op.PEEK);
        return reservations.isChanged() || (charged && !others.areKept());
    }

    private void charge(Op op, double cost, double wanted, double delta) {
        retry = 0;
        who = 0;
        ttl = 0;
        for (int i = 0; i < levels.length; i++) {
            levels[i].charge(delta);
            if (op == Op.OWE || (op == Op.SETTLE && delta > 0)) {
                levels[i].bound();
            }
            refuse(i, cost, wanted);
            ttl = Math.max(ttl, levels[i].reset());
        }
    }

    // A refund has the time before which it counts in place of a count.
    private double delta(Op op, double cost, double count) {
        return switch (op) {
            case TAKE -> granted * cost;
            case REFUND -> count != 0 && real >= count ? 0 : -cost;
            case OWE -> cost;
            default -> 0;
        };
    }

    private void reserve(boolean full) {
        if (full) {
            retry = reservations.first();
            who = 1;
        }
        granted = reservations.isFound() ? 1 : granted;
        ttl = Math.max(others.areKept() ? 0 : ttl, reservations.last());
    }

    private void age(double time) {
        real = time;
        now = time;
        rebased = false;
        double from = Double.isNaN(base) ? time : base;
        if (from > time) {
            rebased = from - real > period || CalendarLevel.isAhead(levels, from, real);
            from = rebased ? time : from;
            now = from;
        }
        double freed = reservations.free(time);
        for (BandLevel level : levels) {
            level.age(from, now, real);
            if (freed > 0) {
                level.charge(-freed);
            }
        }
    }

    private void grant(Op op, double cost, double count) {
        granted = count;
        for (int i = 0; i < levels.length; i++) {
            fitting[i] = levels[i].grantable(cost);
            if (op.asks() && fitting[i] < granted) {
                granted = fitting[i];
            }
        }
        if (granted < 0) {
            granted = 0;
        }
    }

    private void refuse(int i, double cost, double count) {
        if (granted >= count || fitting[i] > granted || retry < 0) {
            return;
        }
        double r = levels[i].due(cost);
        if (r < 0 || r > retry) {
            retry = r;
            who = i + 1;
        }
    }

    /** Keeps what was decided. */
    void keep() {
        base = now;
        reservations.keep();
        others.forget();
        for (BandLevel level : levels) {
            level.keep();
        }
    }

    /** Forgets everything: the meter is unused. */
    void forget() {
        base = Double.NaN;
        reservations.forget();
        others.forget();
        for (BandLevel level : levels) {
            level.forget();
        }
    }

    /** Returns whether there is anything to keep. */
    boolean isUsed() {
        return ttl > 0 || others.areKept();
    }

    /** Returns whether the record keeps the bands that it has, which are not these. */
    boolean isOfOthers() {
        return others.areKept();
    }

    /**
     * Returns how many milliseconds what was decided has to be kept.
     *
     * @param expiresAtMicros when the record expires that the decision was about
     */
    long ttlMillis(long expiresAtMicros) {
        boolean expires = others.areKept() && expiresAtMicros != Entry.NEVER;
        double left = expires ? MeterRecord.time(expiresAtMicros) - real : 0;
        return (long) Math.floor(Math.max(ttl, left) / 1_000) + 1;
    }

    double granted() {
        return granted;
    }

    /** Returns the reply of the scripts. */
    byte[] replyBytes() {
        return LevelReply.bytes(levels, granted, retry, who, real);
    }

    /** Returns the reply. */
    MeterReply reply() {
        return LevelReply.of(levels, granted, retry, who, real);
    }

    /** Returns the record of what was decided. */
    byte[] decided() {
        byte[] kept = others.with(reservations.decided(), real);
        return kept == null ? LevelRecord.bytes(levels, reservations, now) : kept;
    }

    /** Returns the record of what was kept; null if there is nothing. */
    byte @Nullable [] kept() {
        if (Double.isNaN(base)) {
            return null;
        }
        for (BandLevel level : levels) {
            level.restore();
        }
        reservations.restore();
        return LevelRecord.bytes(levels, reservations, base);
    }
}
