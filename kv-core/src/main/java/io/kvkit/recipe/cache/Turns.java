package io.kvkit.recipe.cache;

import io.kvkit.store.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The computations of this process while the store fails: one at a time per key.
 *
 * <p>Without the store nobody can tell whether the computation under way began before an invalidation, so a call never
 * joins it. It joins the next one, which begins when that one has ended, and so after the call.
 */
final class Turns {

    /**
     * Whose turn it is.
     *
     * @param running the computation under way
     * @param next the one that begins after it; null if nobody waits for one
     */
    record Turn(Flight running, @Nullable Flight next) {}

    private final ConcurrentMap<Key, Turn> turns = new ConcurrentHashMap<>();

    /** Lines up: the flight is running now if nobody computes, or next if nobody waits; else neither. */
    Turn enter(Key key, Flight flight) {
        return turns.merge(
                key, new Turn(flight, null), (now, mine) -> now.next() == null ? new Turn(now.running(), flight) : now);
    }

    /** Lets the flight that was next run, because the one before it has ended. */
    void begin(Key key, Flight flight) {
        turns.computeIfPresent(key, (same, now) -> now.next() == flight ? new Turn(flight, null) : now);
    }

    /** Forgets a flight that has ended, if nobody waits for the next one. */
    void end(Key key, Flight flight) {
        turns.computeIfPresent(key, (same, now) -> now.running() == flight && now.next() == null ? null : now);
    }
}
