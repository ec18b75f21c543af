package io.kvkit.memory;

import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Chooses the cells that a full memory store drops: expired cells first, then the least recently used droppable cells
 * of a sample.
 *
 * <p>A hand walks the map in hash order, which is independent of use, so the cells that it passes are a fair sample.
 * One thread at a time moves it and makes room for many cells, so the lock is rarely taken; reads and changes never
 * take it.
 */
final class Eviction {

    private static final int SWEEP = 3;
    private static final int MIN_SAMPLE = 64;
    private static final int MAX_BATCH = 64;
    private static final int SAMPLES_PER_VICTIM = 8;

    private record Candidate(Key key, Cell cell, long usedMicros) {}

    private final Cells cells;
    private final ReentrantLock lock = new ReentrantLock();
    private Iterator<Map.Entry<Key, Cell>> hand = Collections.emptyIterator();

    // After a walk that found nothing to drop: the time from which there may be something. Avoids further walks until
    // then.
    private final AtomicLong nothingBeforeMicros = new AtomicLong();

    Eviction(Cells cells) {
        this.cells = cells;
    }

    /** Records a new cell, which may become droppable earlier than all others. */
    void changed(Cell cell) {
        long from = cell.droppableFromMicros();
        if (from < nothingBeforeMicros.get()) {
            nothingBeforeMicros.accumulateAndGet(from, Math::min);
        }
    }

    /**
     * Drops the expired ones of the next few cells, unless another thread moves the hand. Those that are in use stay: a
     * record of many short lives would be looked up and made again for each of them.
     */
    void sweep() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            long now = cells.nowMicros();
            for (int i = 0; i < SWEEP && turn(); i++) {
                Map.Entry<Key, Cell> next = hand.next();
                if (!next.getValue().isInUse(now)) {
                    dropIfExpired(next, now);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops at least one cell, or finds that there is room already; false if no cell may be dropped. */
    boolean makeRoom() {
        lock.lock();
        try {
            long now = cells.nowMicros();
            return cells.size() < cells.bound() || (now >= nothingBeforeMicros.get() && dropSome(now));
        } finally {
            lock.unlock();
        }
    }

    private boolean dropSome(long now) {
        nothingBeforeMicros.set(Long.MAX_VALUE);
        int batch = Math.max(1, Math.min(MAX_BATCH, cells.bound() / 100));
        int sample = Math.max(MIN_SAMPLE, batch * SAMPLES_PER_VICTIM);
        List<Candidate> candidates = new ArrayList<>();
        long earliest = Long.MAX_VALUE;
        boolean dropped = false;
        // Two rounds: the hand may be in the middle, and cells that it passed before may be droppable by now.
        for (long seen = 0, end = 2L * cells.bound() + sample; seen < end && turn(); seen++) {
            if (seen >= sample && (dropped || !candidates.isEmpty())) {
                break;
            }
            Map.Entry<Key, Cell> next = hand.next();
            Cell cell = next.getValue();
            earliest = Math.min(earliest, cell.droppableFromMicros());
            if (dropIfExpired(next, now)) {
                dropped = true;
            } else if (cell.droppableFromMicros() <= now) {
                candidates.add(new Candidate(next.getKey(), cell, cell.usedMicros()));
            }
        }
        dropped = dropped || dropLeastUsed(candidates, batch);
        nothingBeforeMicros.accumulateAndGet(dropped ? 0 : earliest, Math::min);
        // Candidates that changed before they could be dropped are still there: the caller tries again.
        return dropped || !candidates.isEmpty();
    }

    private boolean dropLeastUsed(List<Candidate> candidates, int batch) {
        candidates.sort(Comparator.comparingLong(Candidate::usedMicros));
        boolean dropped = false;
        for (int i = 0; i < Math.min(batch, candidates.size()); i++) {
            dropped |= cells.remove(candidates.get(i).key, candidates.get(i).cell);
        }
        return dropped;
    }

    private boolean dropIfExpired(Map.Entry<Key, Cell> entry, long now) {
        return cells.dropExpired(entry.getKey(), entry.getValue(), now);
    }

    private boolean turn() {
        if (!hand.hasNext()) {
            hand = cells.map().entrySet().iterator();
        }
        return hand.hasNext();
    }
}
