package io.kvkit.meter;

import io.kvkit.meter.Holds.Cell;
import io.kvkit.meter.MeterTransition.Op;
import org.jspecify.annotations.Nullable;

/** The reservations of one key in one decision: those that are kept, and those that were decided. */
final class Reservations {

    private Holds kept = Holds.NONE;
    private Holds next = Holds.NONE;
    private double now;
    private boolean changed;
    private boolean found;

    void read(MeterRecord stored) {
        kept = stored.holds();
    }

    /** Begins a decision, and returns the permits of those whose lease has ended. */
    double free(double time) {
        now = time;
        changed = false;
        found = false;
        next = kept;
        if (kept.isEmpty()) {
            return 0;
        }
        next = kept.open(time);
        return kept.freed(time);
    }

    /** Returns whether a reservation is open. */
    boolean isOpen(@Nullable Hold hold) {
        return hold != null && next.find(hold) != null;
    }

    /** Leaves them no permits, which a band that is new has not been charged. */
    void empty() {
        if (!next.isEmpty()) {
            next = next.emptied();
        }
    }

    /** Returns what is decided. */
    Holds decided() {
        return next;
    }

    /** Returns whether there must not be another one. */
    boolean isFull() {
        return next.cells().size() >= Hold.MOST;
    }

    /** Decides about a reservation, and returns what the bands are charged. */
    double decide(Op op, Hold hold, double cost, double granted) {
        if (op == Op.RESERVE) {
            return granted > 0 ? reserve(hold, cost) : 0;
        }
        Cell cell = next.find(hold);
        found = cell != null;
        if (op == Op.RENEW) {
            renew(hold, cell);
            return 0;
        }
        return settle(cell, cost);
    }

    private double reserve(Hold hold, double cost) {
        next = next.with(Holds.cell(hold, cost, now));
        changed = true;
        return cost;
    }

    private void renew(Hold hold, @Nullable Cell cell) {
        if (cell != null) {
            next = next.without(cell).with(Holds.cell(hold, cell.permits(), now));
            changed = true;
        }
    }

    // What is not there any more was given back.
    private double settle(@Nullable Cell cell, double cost) {
        if (cell == null) {
            return cost;
        }
        next = next.without(cell);
        changed = true;
        return cost - cell.permits();
    }

    /** Returns whether the reservation was found that the decision was about. */
    boolean isFound() {
        return found;
    }

    boolean isChanged() {
        return changed;
    }

    /** Returns the time until the first one ends. */
    double first() {
        return next.first(now);
    }

    /** Returns the time until the last one ends; 0 if there is none. */
    double last() {
        return next.isEmpty() ? 0 : next.last(now);
    }

    void keep() {
        kept = next;
    }

    void restore() {
        next = kept;
    }

    void forget() {
        kept = Holds.NONE;
    }

    int cells() {
        return next.cells().size();
    }

    void write(Packed record) {
        next.write(record);
    }
}
