package io.kvkit.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A record that an embedded store keeps in memory as it is computed with, and not as bytes.
 *
 * <p>The store calls all methods, and the {@linkplain LiveTransition transitions} that change the record, under the lock of
 * the record, so a record needs no synchronization of its own. The lock is held for some ten nanoseconds, so a thread that
 * finds it taken spins. If it is held for longer, its thread has lost its processor, so the others pause.
 *
 * @since 0.1
 */
public abstract class LiveRecord {

    private static final long STAMP_STEP_MICROS = 1_000;
    private static final int SPINS = 64;
    private static final long PAUSE_NANOS = 1_000;
    private static final VarHandle LOCKED = locked();

    // The lock lies beside the numbers that it guards, so that a step reads as little memory as possible.
    private volatile boolean locked;
    private boolean retired;
    private long usedMicros;

    /** Creates a record that was never used. */
    protected LiveRecord() {}

    /**
     * Returns the bytes that a store without live records would hold.
     *
     * @return the bytes, which the caller owns; null if such a store would have no entry
     */
    public abstract byte @Nullable [] value();

    /** Returns how often steps have changed the record. */
    public abstract long changes();

    /** Returns when the record says nothing more, in microseconds since the epoch; 0 if it says nothing now. */
    public abstract long expiresAtMicros();

    /** Takes the lock, which is not reentrant. Whoever holds it neither blocks nor calls foreign code. */
    public final void lock() {
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

    /** Gives the lock back. */
    public final void unlock() {
        LOCKED.setRelease(this, false);
    }

    /** Says, under the lock, that the store has dropped the record. It does not change from then on. */
    public final void retire() {
        retired = true;
    }

    /** Returns, under the lock, whether the store has dropped the record. */
    public final boolean isRetired() {
        return retired;
    }

    /** Returns about when the record was last used, in microseconds since the epoch. Needs no lock. */
    public final long usedMicros() {
        return usedMicros;
    }

    /** Says that the record is used. */
    public final void touch(long nowMicros) {
        if (nowMicros - usedMicros >= STAMP_STEP_MICROS) {
            usedMicros = nowMicros;
        }
    }

    private static VarHandle locked() {
        try {
            return MethodHandles.lookup().findVarHandle(LiveRecord.class, "locked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
