package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key.Retention;

/**
 * What the map holds for a key. It never changes, apart from the hint when it was last used, so that a cell found in
 * the map can be replaced by identity: it has no {@code equals} for that reason.
 */
final class Cell {

    // A hot key's cache line would be fought over if every read wrote the hint.
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

    /** From when on a full store may drop the cell. */
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
