package io.kvkit.meter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open reservations of one key: cells of the record whose id has the highest bit, with the permits in a and the end of
 * the lease in b. Times are microseconds since 2025. Instances are immutable.
 *
 * @param cells the reservations, in the order of the record
 */
record Holds(List<Cell> cells) {

    static final Holds NONE = new Holds(List.of());

    private static final int MARK = Integer.MIN_VALUE;
    private static final double LONGEST_MICROS = Hold.LONGEST.toNanos() / 1_000d;

    /** A reservation. */
    record Cell(int id, double permits, double ends) {

        // One that ends later than any lease was given by another clock.
        boolean isOpen(double time) {
            return ends > time && ends - time <= LONGEST_MICROS;
        }
    }

    boolean isEmpty() {
        return cells.isEmpty();
    }

    static boolean isHold(int id) {
        return id < 0;
    }

    static Cell cell(Hold hold, double permits, double time) {
        return new Cell(hold.id() | MARK, permits, time + hold.leaseMicros());
    }

    /** Returns the permits whose reservation has ended. */
    double freed(double time) {
        double freed = 0;
        for (Cell cell : cells) {
            freed += cell.isOpen(time) ? 0 : cell.permits();
        }
        return freed;
    }

    /** Returns those that are open. */
    Holds open(double time) {
        for (Cell cell : cells) {
            if (!cell.isOpen(time)) {
                return new Holds(
                        cells.stream().filter(each -> each.isOpen(time)).toList());
            }
        }
        return this;
    }

    /** Returns the reservation; null if there is none. */
    @Nullable
    Cell find(Hold hold) {
        for (Cell cell : cells) {
            if (cell.id() == (hold.id() | MARK)) {
                return cell;
            }
        }
        return null;
    }

    Holds without(Cell ended) {
        List<Cell> others = new ArrayList<>(cells);
        others.remove(ended);
        return new Holds(others);
    }

    Holds with(Cell added) {
        List<Cell> all = new ArrayList<>(cells);
        all.add(added);
        return new Holds(all);
    }

    /** Returns the same reservations of no permits. */
    Holds emptied() {
        return new Holds(
                cells.stream().map(cell -> new Cell(cell.id(), 0, cell.ends())).toList());
    }

    /** Returns the time until the last one ends; 0 if there is none. */
    double last(double time) {
        double last = 0;
        for (Cell cell : cells) {
            last = Math.max(last, cell.ends() - time);
        }
        return last;
    }

    /** Returns the time until the first one ends. */
    double first(double time) {
        double first = LONGEST_MICROS;
        for (Cell cell : cells) {
            first = Math.min(first, cell.ends() - time);
        }
        return first;
    }

    void write(Packed record) {
        for (Cell cell : cells) {
            record.putInt(cell.id()).putDouble(cell.permits()).putDouble(cell.ends());
        }
    }
}
