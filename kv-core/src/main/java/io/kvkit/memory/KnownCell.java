package io.kvkit.memory;

import io.kvkit.store.Key;
import io.kvkit.store.LiveKey;
import io.kvkit.store.LiveTransition;
import org.jspecify.annotations.Nullable;

/** Steps on one key that remember its cell. */
final class KnownCell implements LiveKey {

    private final Changes changes;
    private final Cells cells;
    private final Key key;

    // The cell knows that it is retired, so a thread that does not see the last write only looks it up once more.
    private @Nullable LiveCell last;

    KnownCell(Changes changes, Cells cells, Key key) {
        this.changes = changes;
        this.cells = cells;
        this.key = key;
    }

    @Override
    public <R> R apply(LiveTransition<R> transition) {
        LiveCell cell = last;
        R reply = cell == null ? null : cells.step(key, cell, transition);
        return reply == null ? lookUp(transition) : reply;
    }

    @Override
    public boolean isDropped() {
        LiveCell cell = last;
        return cell != null && cell.isRetired();
    }

    private <R> R lookUp(LiveTransition<R> transition) {
        R reply = changes.step(key, transition);
        last = cells.find(key) instanceof LiveCell live ? live : null;
        return reply;
    }
}
