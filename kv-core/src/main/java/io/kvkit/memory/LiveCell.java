package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveTransition;
import org.jspecify.annotations.Nullable;

/**
 * A cell whose record changes in place, under the lock of the cell. Whoever takes the cell from the map retires it first;
 * from then on, it does not change.
 */
final class LiveCell extends Cell {

    private static final Entry GONE = new Entry(new byte[0], 0);

    private final LiveRecord record;
    private boolean retired;

    LiveCell(LiveRecord record, Retention retention, long usedMicros) {
        super(null, retention, 0, usedMicros);
        this.record = record;
    }

    /** Makes a step; returns null if the cell is retired. */
    synchronized <R> @Nullable R step(Key key, LiveTransition<R> transition, long nowMicros) {
        if (retired) {
            return null;
        }
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
        retired = retired || !isLive(nowMicros);
        return retired;
    }
}
