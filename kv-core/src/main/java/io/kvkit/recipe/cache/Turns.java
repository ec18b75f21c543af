package io.kvkit.recipe.cache;

import io.kvkit.store.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The computations of this process while the store fails: one at a time per key.
 *
 * <p>Without the store, a call cannot know whether the computation under way started before an invalidation, so it
 * never joins that one. It joins the next computation, which starts when the present one has ended, and therefore after
 * the call.
 */
final class Turns {

    /**
     * The computations of one key.
     *
     * @param running the computation under way
     * @param next the one that starts after it; null if no call waits for one
     */
    record Turn(Flight running, @Nullable Flight next) {}

    private final ConcurrentMap<Key, Turn> turns = new ConcurrentHashMap<>();

    /** Queues a flight: it runs now if no other one runs, is next if no other one waits, and else is neither. */
    Turn enter(Key key, Flight flight) {
        return turns.merge(
                key, new Turn(flight, null), (now, mine) -> now.next() == null ? new Turn(now.running(), flight) : now);
    }

    /** Starts the flight that was next, because the one before it has ended. */
    void begin(Key key, Flight flight) {
        turns.computeIfPresent(key, (same, now) -> now.next() == flight ? new Turn(flight, null) : now);
    }

    /** Gives up the turn of a flight that is next. */
    void leave(Key key, Flight flight) {
        turns.computeIfPresent(key, (same, now) -> now.next() == flight ? new Turn(now.running(), null) : now);
    }

    /** Removes a flight that has ended, if no call waits for the next one. */
    void end(Key key, Flight flight) {
        turns.computeIfPresent(key, (same, now) -> now.running() == flight && now.next() == null ? null : now);
    }
}
