package io.kvkit.memory;

import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveRecords;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.MicroClock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bounded map of one area of a memory store. Cells are exchanged by identity, so a change is computed outside any
 * lock, and computed again if another change came first.
 */
final class Cells implements LiveRecords {

    private final ConcurrentHashMap<Key, Cell> map = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Eviction eviction = new Eviction(this);
    private final Listeners listeners;
    private final MicroClock clock;
    private final int bound;

    Cells(Listeners listeners, MicroClock clock, int bound) {
        this.listeners = listeners;
        this.clock = clock;
        this.bound = bound;
    }

    /**
     * Returns the present cell, expired or not. Read the clock after this call, so that time never runs backwards for
     * a key.
     */
    @Nullable
    Cell cell(Key key) {
        return map.get(key);
    }

    /** Returns the cell unless it has expired; drops an expired one. */
    @Nullable
    Cell liveOrDrop(Key key, @Nullable Cell present, long nowMicros) {
        if (present == null || present.isLive(nowMicros)) {
            return present;
        }
        dropExpired(key, present, nowMicros);
        return null;
    }

    /** Drops a cell if it has expired; returns false if it has not, or if the map no longer contains it. */
    boolean dropExpired(Key key, Cell cell, long nowMicros) {
        return cell.retiresExpired(nowMicros) && remove(key, cell);
    }

    /** Replaces the cell that was found, or null, by another one; returns false if the map no longer contains it. */
    boolean exchange(Key key, @Nullable Cell found, @Nullable Cell next, String operation) {
        if (next == null) {
            return found == null ? gone(key) : remove(key, found);
        }
        if (found == null) {
            return add(key, next, operation);
        }
        boolean replaced = map.replace(key, found, next);
        if (replaced) {
            eviction.changed(next);
            listeners.changed(key);
        }
        return replaced;
    }

    // Who removed it may be about to tell: the deletion that finds nothing must not end before the listeners know.
    private boolean gone(Key key) {
        listeners.changed(key);
        return true;
    }

    boolean remove(Key key, Cell cell) {
        cell.retire();
        boolean removed = map.remove(key, cell);
        if (removed) {
            size.decrementAndGet();
            listeners.changed(key);
        }
        return removed;
    }

    ConcurrentHashMap<Key, Cell> map() {
        return map;
    }

    @Override
    public @Nullable LiveRecord find(Key key) {
        return map.get(key) instanceof LiveCell cell ? cell.record() : null;
    }

    @Override
    public <R> @Nullable R step(Key key, LiveRecord record, LiveTransition<R> transition) {
        // Read without the lock, only to compare two readings.
        long before = record.changes();
        R reply = locked(key, record, transition);
        if (reply != null && record.changes() != before) {
            listeners.changed(key);
        }
        return reply;
    }

    // Reads the clock under the lock, so that time never runs backwards for a key.
    private <R> @Nullable R locked(Key key, LiveRecord record, LiveTransition<R> transition) {
        record.lock();
        try {
            if (record.isRetired()) {
                return null;
            }
            long now = clock.micros();
            record.touch(now);
            return transition.step(key, record, now);
        } finally {
            record.unlock();
        }
    }

    long nowMicros() {
        return clock.micros();
    }

    int bound() {
        return bound;
    }

    int size() {
        return size.get();
    }

    void clear() {
        map.forEach(this::remove);
    }

    private boolean add(Key key, Cell cell, String operation) {
        reserve(key, operation);
        if (map.putIfAbsent(key, cell) != null) {
            size.decrementAndGet();
            return false;
        }
        eviction.changed(cell);
        listeners.changed(key);
        eviction.sweep();
        return true;
    }

    private void reserve(Key key, String operation) {
        while (true) {
            int present = size.get();
            if (present < bound) {
                if (size.compareAndSet(present, present + 1)) {
                    return;
                }
            } else if (!eviction.makeRoom()) {
                throw new KvException(
                        Kind.CAPACITY,
                        Outcome.NOT_APPLIED,
                        operation,
                        key,
                        "the memory store is full: none of its " + bound + " entries of \""
                                + key.namespace().recipe() + "\" may be dropped; raise its bound or use a server",
                        null);
            }
        }
    }
}
