package io.kvkit.memory;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.Step;
import io.kvkit.store.Steps;
import io.kvkit.store.Ttl;
import org.jspecify.annotations.Nullable;

/** Changes single keys. Each change is computed outside any lock, and computed again if another change came first. */
record Changes(Areas areas) {

    private static final byte[] NO_REPLY = {};

    /** Decides what happens to an entry. */
    @FunctionalInterface
    interface Change {
        Step from(@Nullable Entry entry, long nowMicros);
    }

    /** Makes a change in one atomic step, and returns its reply. */
    byte[] change(Key key, String operation, Change change) {
        Cells cells = areas.of(key, operation);
        while (true) {
            Cell found = frozen(cells, key);
            long now = cells.nowMicros();
            Cell live = found == null || !found.isLive(now) ? null : found;
            Step step = change.from(live == null ? null : live.entry(), now);
            if (step instanceof Step.Keep) {
                touch(live, now);
                return step.reply();
            }
            if (cells.exchange(key, found, next(step, key, live, now), operation)) {
                return step.reply();
            }
        }
    }

    // A change of another kind finds the entry as bytes.
    private static @Nullable Cell frozen(Cells cells, Key key) {
        Cell found = cells.cell(key);
        while (found instanceof LiveCell live) {
            Cell frozen = live.frozen(key.retention());
            found = cells.map().replace(key, live, frozen) ? frozen : cells.cell(key);
        }
        return found;
    }

    /** Makes a step on the live record of a key, or makes a live record of its entry first. */
    <R> R step(Key key, LiveTransition<R> transition) {
        Cells cells = areas.of(key, transition.script().name());
        while (true) {
            Cell found = cells.cell(key);
            if (found instanceof LiveCell live) {
                R reply = cells.step(key, live.record(), transition);
                if (reply != null) {
                    return reply;
                }
                Thread.onSpinWait();
                continue;
            }
            Begun<R> begun = begin(key, transition, found, cells.nowMicros());
            if (begun == null) {
                return transition.decode(key, change(key, transition.script().name(), transition::apply));
            }
            if (begun.isDone(found)
                    || cells.exchange(
                            key, found, begun.next(), transition.script().name())) {
                return begun.reply();
            }
        }
    }

    /** The reply to the first step on a live record, and the cell with the record; no cell if it says nothing. */
    private record Begun<R>(R reply, @Nullable Cell next) {

        boolean isDone(@Nullable Cell found) {
            return found == null && next == null;
        }
    }

    private static <R> @Nullable Begun<R> begin(Key key, LiveTransition<R> transition, @Nullable Cell found, long now) {
        Entry entry = found == null || !found.isLive(now) ? null : found.entry();
        LiveRecord record = transition.live(key, entry);
        if (record == null) {
            return null;
        }
        R reply = transition.step(key, record, now);
        boolean used = record.expiresAtMicros() > now;
        return new Begun<>(reply, used ? new LiveCell(record, key.retention(), now) : null);
    }

    private static @Nullable Cell next(Step step, Key key, @Nullable Cell live, long now) {
        Entry entry = Steps.next(step, key, live == null ? null : live.entry(), now);
        return entry == null ? null : new Cell(entry, key.retention(), Steps.heldUntilMicros(step), now);
    }

    void put(Key key, byte[] value, Ttl ttl) {
        Step step = new Step.Put(NO_REPLY, value.clone(), ttl, 0);
        change(key, "set", (entry, now) -> step);
    }

    boolean remove(Key key) {
        byte[] there = {1};
        return change(key, "delete", (entry, now) -> new Step.Delete(entry == null ? NO_REPLY : there)).length == 1;
    }

    /** Returns the cell of a key unless it has expired. */
    @Nullable
    Cell live(Key key, String operation) {
        Cells cells = areas.of(key, operation);
        Cell found = cells.cell(key);
        long now = cells.nowMicros();
        Cell live = cells.liveOrDrop(key, found, now);
        touch(live, now);
        return live;
    }

    private static void touch(@Nullable Cell cell, long now) {
        if (cell != null) {
            cell.touch(now);
        }
    }
}
