package io.kvkit.recipe.ratelimit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings calls that wait up to date with their limits: they join the queue of their new limits in their old place, by the
 * same rules as a call that comes. What it changes is guarded by the queues.
 */
@SuppressWarnings("ReferenceEquality") // a revision returns the call itself if nothing has changed
record LimitChange(CallQueues queues) {

    private record Move(
            QueuedCall call, CallQueue from, @Nullable RateLimitCall now) {}

    /** Lets all calls of queues leave them that are out of date, and then join others in the order in which they came. */
    void apply(Collection<CallQueue> all, List<Runnable> ends) {
        List<Move> moves = new ArrayList<>();
        for (CallQueue queue : all) {
            queue.outdated = false;
            for (QueuedCall call : queue.all()) {
                RateLimitCall now = call.revised();
                if (now != call.call()) {
                    moves.add(new Move(call, queue, now));
                }
            }
        }
        moves.sort(Comparator.comparingLong(move -> move.call().order()));
        // If fewer calls may wait now, those that came first stay.
        moves.forEach(move -> move.from().leave(move.call()));
        moves.forEach(move -> join(move, ends));
    }

    private void join(Move move, List<Runnable> ends) {
        RateLimitCall now = move.now();
        Charge charge = now == null ? null : now.awaited(move.from().key());
        if (now == null || charge == null) {
            queues.restart(move.call(), now, ends);
        } else {
            move.call().become(now);
            queues.enter(move.call(), charge, null, ends);
        }
    }
}
