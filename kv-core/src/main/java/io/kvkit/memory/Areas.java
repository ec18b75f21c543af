package io.kvkit.memory;

import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.MicroClock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a memory store. Each recipe has its own bound, so a flood of one recipe never fills the space of
 * another.
 */
final class Areas {

    private final ConcurrentHashMap<String, Cells> areas = new ConcurrentHashMap<>();
    private final Listeners listeners = new Listeners();
    private final MicroClock clock;
    private final int bound;
    private volatile boolean closed;

    Areas(MicroClock clock, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("A memory store must hold at least 1 entry, but its bound is " + bound);
        }
        this.clock = clock;
        this.bound = bound;
    }

    /** Returns the cells of the recipe of a key. */
    Cells of(Key key, String operation) {
        requireOpen(operation, key);
        return of(key);
    }

    /** Returns the cells of the recipe of a key, also if the store is closed. */
    Cells of(Key key) {
        Cells cells = areas.get(key.namespace().recipe());
        return cells == null
                ? areas.computeIfAbsent(key.namespace().recipe(), recipe -> new Cells(listeners, clock, bound))
                : cells;
    }

    /** Returns the texts of live keys that begin with a prefix. */
    List<String> texts(String prefix, int limit) {
        long now = nowMicros();
        return areas.values().stream()
                .flatMap(cells -> cells.map().entrySet().stream())
                .filter(entry -> entry.getValue().isLive(now))
                .map(entry -> entry.getKey().text())
                .filter(text -> text.startsWith(prefix))
                .limit(limit)
                .toList();
    }

    void requireOpen(String operation, @Nullable Key key) {
        if (closed) {
            throw KvException.closed(operation, key);
        }
    }

    long nowMicros() {
        return clock.micros();
    }

    long recentMicros() {
        return clock.recentMicros();
    }

    int bound() {
        return bound;
    }

    int size() {
        return areas.values().stream().mapToInt(Cells::size).sum();
    }

    boolean isClosed() {
        return closed;
    }

    Listeners listeners() {
        return listeners;
    }

    void close() {
        closed = true;
        listeners.close();
        areas.values().forEach(Cells::clear);
    }
}
