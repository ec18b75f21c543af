package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key.Retention;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of the map for a key. It never changes, apart from the estimate of its last use, so that a cell in the
 * map can be replaced by identity. For that reason it has no {@code equals}. Only a {@link LiveCell} changes in place.
 */
sealed class Cell permits LiveCell {

    // Not updated by every read, to avoid contention on the cache line of a hot key.
    private static final long STAMP_STEP_MICROS = 1_000;

    private final @Nullable Entry entry;
    private final Retention retention;
    private final long heldUntilMicros;
    private long usedMicros;

    Cell(@Nullable Entry entry, Retention retention, long heldUntilMicros, long usedMicros) {
        this.entry = entry;
        this.retention = retention;
        this.heldUntilMicros = heldUntilMicros;
        this.usedMicros = usedMicros;
    }

    /** Returns the entry; of a live cell, a copy of what it is now. */
    Entry entry() {
        return Objects.requireNonNull(entry);
    }

    long expiresAtMicros() {
        return entry().expiresAtMicros();
    }

    final boolean isLive(long nowMicros) {
        return nowMicros < expiresAtMicros();
    }

    /** Says that the cell is taken from the map. */
    void retire() {}

    /** Says that the cell is taken from the map if it has expired; returns whether it is. */
    boolean retiresExpired(long nowMicros) {
        return !isLive(nowMicros);
    }

    /** Returns whether the record probably will be used again soon, although it has expired. */
    boolean isInUse(long nowMicros) {
        return false;
    }

    /** Returns from when a full store may drop the cell. */
    long droppableFromMicros() {
        return retention == Retention.EVICTABLE ? Math.min(heldUntilMicros, expiresAtMicros()) : expiresAtMicros();
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
