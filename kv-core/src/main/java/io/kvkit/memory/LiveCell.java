package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.MicroClock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A cell whose record changes in place, under the lock of the cell. Whoever takes the cell from the map retires it first;
 * from then on, it does not change.
 *
 * <p>The lock is held for some ten nanoseconds, so a thread that finds it taken spins. If it is held for longer, its
 * thread has lost its processor, so the others pause.
 */
final class LiveCell extends Cell {

    /** The entry of a record that has become unused since it was found. */
    static final Entry GONE = new Entry(new byte[0], 0);

    private static final long SOON_MICROS = 1_000_000;
    private static final int SPINS = 64;
    private static final long PAUSE_NANOS = 1_000;
    private static final VarHandle LOCKED = locked();

    private final LiveRecord record;
    private volatile boolean locked;
    private boolean retired;

    LiveCell(LiveRecord record, Retention retention, long usedMicros) {
        super(null, retention, 0, usedMicros);
        this.record = record;
    }

    private static VarHandle locked() {
        try {
            return MethodHandles.lookup().findVarHandle(LiveCell.class, "locked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private void lock() {
        if (!LOCKED.compareAndSet(this, false, true)) {
            waitAndLock();
        }
    }

    private void waitAndLock() {
        int tries = 0;
        do {
            if (++tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } while (locked || !LOCKED.compareAndSet(this, false, true));
    }

    private void unlock() {
        LOCKED.setRelease(this, false);
    }

    /**
     * Makes a step by the clock as it is under the lock, so that time never runs backwards for a key; returns null if the
     * cell is retired.
     */
    <R> @Nullable R step(Key key, LiveTransition<R> transition, MicroClock clock) {
        lock();
        try {
            if (retired) {
                return null;
            }
            long nowMicros = clock.micros();
            touch(nowMicros);
            return transition.step(key, record, nowMicros);
        } finally {
            unlock();
        }
    }

    @Override
    Entry entry() {
        lock();
        try {
            return present();
        } finally {
            unlock();
        }
    }

    private Entry present() {
        byte[] value = record.value();
        return value == null ? GONE : new Entry(value, record.expiresAtMicros());
    }

    @Override
    long expiresAtMicros() {
        lock();
        try {
            return record.expiresAtMicros();
        } finally {
            unlock();
        }
    }

    @Override
    boolean isInUse(long nowMicros) {
        return nowMicros - usedMicros() < SOON_MICROS;
    }

    // Read without the lock by those who only compare two readings.
    long changes() {
        return record.changes();
    }

    /** Retires the cell, and returns one with the same entry that does not change in place. */
    Cell frozen(Retention retention) {
        lock();
        try {
            // Retired last: a retired cell that stays would be looked for again and again.
            Cell frozen = new Cell(present(), retention, 0, usedMicros());
            retired = true;
            return frozen;
        } finally {
            unlock();
        }
    }

    @Override
    void retire() {
        lock();
        retired = true;
        unlock();
    }

    boolean isRetired() {
        lock();
        try {
            return retired;
        } finally {
            unlock();
        }
    }

    @Override
    boolean retiresExpired(long nowMicros) {
        lock();
        try {
            boolean expired = nowMicros >= record.expiresAtMicros();
            retired = retired || expired;
            return expired;
        } finally {
            unlock();
        }
    }
}
