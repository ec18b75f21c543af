package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.LiveRecord;

/**
 * A cell whose record changes in place, under the lock of the record. Whoever takes the cell from the map retires the
 * record first; from then on, it does not change.
 */
final class LiveCell extends Cell {

    /** The entry of a record that has become unused since it was found. */
    static final Entry GONE = new Entry(new byte[0], 0);

    private static final long SOON_MICROS = 1_000_000;

    private final LiveRecord record;

    LiveCell(LiveRecord record, Retention retention, long usedMicros) {
        super(null, retention, 0, usedMicros);
        this.record = record;
        record.touch(usedMicros);
    }

    LiveRecord record() {
        return record;
    }

    @Override
    Entry entry() {
        record.lock();
        try {
            return present();
        } finally {
            record.unlock();
        }
    }

    private Entry present() {
        byte[] value = record.value();
        return value == null ? GONE : new Entry(value, record.expiresAtMicros());
    }

    @Override
    long expiresAtMicros() {
        record.lock();
        try {
            return record.expiresAtMicros();
        } finally {
            record.unlock();
        }
    }

    @Override
    boolean isInUse(long nowMicros) {
        return nowMicros - usedMicros() < SOON_MICROS;
    }

    @Override
    long usedMicros() {
        return record.usedMicros();
    }

    @Override
    void touch(long nowMicros) {
        record.touch(nowMicros);
    }

    /** Retires the cell, and returns one with the same entry that does not change in place. */
    Cell frozen(Retention retention) {
        record.lock();
        try {
            // Retired last: a retired cell that stays would be looked for again and again.
            Cell frozen = new Cell(present(), retention, 0, usedMicros());
            record.retire();
            return frozen;
        } finally {
            record.unlock();
        }
    }

    @Override
    void retire() {
        record.lock();
        record.retire();
        record.unlock();
    }

    @Override
    boolean retiresExpired(long nowMicros) {
        record.lock();
        try {
            boolean expired = nowMicros >= record.expiresAtMicros();
            if (expired) {
                record.retire();
            }
            return expired;
        } finally {
            record.unlock();
        }
    }
}
