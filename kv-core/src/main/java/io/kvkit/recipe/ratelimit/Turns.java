package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.call.Quietly;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the store for the first call of a queue, and goes on with the next one. What it changes is guarded by the queues. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Turns {

    private final CallQueues queues;
    private final RateLimiter limiter;
    private final RateLimitGuard guard;

    Turns(CallQueues queues, RateLimiter limiter, RateLimitGuard guard) {
        this.queues = queues;
        this.limiter = limiter;
        this.guard = guard;
    }

    void serve(@Nullable Turn first) {
        Turn turn = first;
        while (turn != null) {
            Turn now = turn;
            CompletableFuture<RateLimitResult> asked = now.ask(limiter);
            if (!asked.isDone()) {
                asked.whenComplete((result, lost) -> serve(answered(now, result, lost)));
                return;
            }
            Throwable failure = Turn.failure(asked);
            turn = answered(now, failure == null ? asked.join() : null, failure);
        }
    }

    private @Nullable Turn answered(Turn turn, @Nullable RateLimitResult result, @Nullable Throwable failure) {
        List<Runnable> ends = new ArrayList<>();
        Turn next;
        synchronized (queues) {
            turn.queue().asking = false;
            if (result == null) {
                failAll(turn.queue(), failure == null ? new IllegalStateException("No result") : failure, ends);
            } else if (result.allowed()) {
                pass(turn, result, ends);
            } else {
                refuse(turn, result, ends);
            }
            next = queues.next(turn.queue(), ends);
        }
        ends.forEach(Quietly::tell);
        return next;
    }

    private void pass(Turn turn, RateLimitResult result, List<Runnable> ends) {
        QueuedCall call = turn.call();
        ends.add(
                turn.queue().remove(call) ? () -> queues.end(call, result) : () -> guard.giveBack(call.call(), result));
    }

    private void refuse(Turn turn, RateLimitResult result, List<Runnable> ends) {
        QueuedCall call = turn.call();
        if (call.queue != turn.queue() || turn.queue().outdated || call.isOutdated()) {
            return;
        }
        Charge charge = Refusals.awaited(call.call(), result, turn.queue().key());
        boolean here = charge != null && charge.key().equals(turn.queue().key());
        long now = limiter.nowMicros(turn.queue().key());
        if (charge != null && here && call.waitsFor(charge, result, now)) {
            queues.refused(turn, result, now, ends);
            return;
        }
        turn.queue().remove(call);
        if (charge == null || here) {
            ends.add(() -> queues.end(call, result));
        } else {
            // It is another key by now that refuses the call.
            Charge other = charge;
            ends.add(() -> queues.join(call, other, result));
        }
    }

    // The store would fail for the others too.
    private void failAll(CallQueue queue, Throwable failure, List<Runnable> ends) {
        Throwable cause = Failures.unwrap(failure);
        for (QueuedCall call : queue.all()) {
            queue.remove(call);
            ends.add(() -> call.fail(cause));
        }
    }
}
