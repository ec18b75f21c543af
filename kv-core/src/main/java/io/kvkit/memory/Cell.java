package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key.Retention;

/**
 * The content of the map for a key. It never changes, apart from the estimate of its last use, so that a cell in the
 * map can be replaced by identity. For that reason it has no {@code equals}.
 */
final class Cell {

    // Not updated by every read, to avoid contention on the cache line of a hot key.
    private static final long STAMP_STEP_MICROS = 1_000;

    final Entry entry;
    private final Retention retention;
    private final long heldUntilMicros;
    private long usedMicros;

    Cell(Entry entry, Retention retention, long heldUntilMicros, long usedMicros) {
        this.entry = entry;
        this.retention = retention;
        this.heldUntilMicros = heldUntilMicros;
        this.usedMicros = usedMicros;
    }

    boolean isLive(long nowMicros) {
        return nowMicros < entry.expiresAtMicros();
    }

    /** Returns from when a full store may drop the cell. */
    long droppableFromMicros() {
        return retention == Retention.EVICTABLE
                ? Math.min(heldUntilMicros, entry.expiresAtMicros())
                : entry.expiresAtMicros();
    }

    long usedMicros() {
        return usedMicros;
    }

    void touch(long nowMicros) {
        if (nowMicros - usedMicros >= STAMP_STEP_MICROS) {
            usedMicros = nowMicros;
        }
    }
}
