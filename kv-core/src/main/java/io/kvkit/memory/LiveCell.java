package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.MicroClock;
import org.jspecify.annotations.Nullable;

/**
 * A cell whose record changes in place, under the lock of the cell. Whoever takes the cell from the map retires it first;
 * from then on, it does not change.
 */
final class LiveCell extends Cell {

    /** The entry of a record that has become unused since it was found. */
    static final Entry GONE = new Entry(new byte[0], 0);

    private final LiveRecord record;
    private boolean retired;

    LiveCell(LiveRecord record, Retention retention, long usedMicros) {
        super(null, retention, 0, usedMicros);
        this.record = record;
    }

    /**
     * Makes a step by the clock as it is under the lock, so that time never runs backwards for a key; returns null if the
     * cell is retired.
     */
    synchronized <R> @Nullable R step(Key key, LiveTransition<R> transition, MicroClock clock) {
        if (retired) {
            return null;
        }
        long nowMicros = clock.micros();
        touch(nowMicros);
        return transition.step(key, record, nowMicros);
    }

    @Override
    synchronized Entry entry() {
        byte[] value = record.value();
        return value == null ? GONE : new Entry(value, record.expiresAtMicros());
    }

    // Read without the lock by those who look for expired cells; they ask again when they retire the cell.
    @Override
    long expiresAtMicros() {
        return record.expiresAtMicros();
    }

    // Read without the lock by those who only compare two readings.
    long changes() {
        return record.changes();
    }

    /** Retires the cell, and returns one with the same entry that does not change in place. */
    synchronized Cell frozen(Retention retention) {
        retired = true;
        return new Cell(entry(), retention, 0, usedMicros());
    }

    @Override
    synchronized void retire() {
        retired = true;
    }

    @Override
    synchronized boolean retiresExpired(long nowMicros) {
        boolean expired = !isLive(nowMicros);
        retired = retired || expired;
        return expired;
    }
}
