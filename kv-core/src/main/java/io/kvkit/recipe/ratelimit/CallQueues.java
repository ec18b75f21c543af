package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for permits. Of those that wait for one key, only the first asks the store, when it is due; the
 * next one asks when the first has gone. Whoever takes a call out of its queue completes it, without holding the lock.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class CallQueues {

    // A call that is due when its time is over is still asked for.
    private static final long SLACK_MICROS = 2_000;

    private final RateLimiter limiter;
    private final RateLimitGuard guard;
    private final Timer timer;
    private final ConcurrentMap<Key, CallQueue> queues = new ConcurrentHashMap<>();
    private final QueueSizes sizes;
    private final SlotCounts returns = new SlotCounts();

    CallQueues(RateLimiter limiter, RateLimitGuard guard, Timer timer, QueueSizes sizes) {
        this.limiter = limiter;
        this.guard = guard;
        this.timer = timer;
        this.sizes = sizes;
    }

    /** Returns the charge for which other calls wait already; null if there is none. */
    @Nullable
    Charge busy(RateLimitCall call) {
        for (Charge charge : call.charges()) {
            if (charge.cost() > 0 && charge.isAwaited() && queues.containsKey(charge.key())) {
                return charge;
            }
        }
        return null;
    }

    /** Returns how often permits of the keys of a call were given back. */
    long returns(RateLimitCall call) {
        return returns.of(call);
    }

    /** Asks for the first call of a key again, because permits were given back. */
    void returned(Key key) {
        returns.add(key);
        CallQueue queue = queues.get(key);
        if (queue != null) {
            turn(queue);
        }
    }

    int size() {
        return queues.size();
    }

    private long now(Charge charge) {
        return limiter.nowMicros(charge.key());
    }

    /**
     * Lets a call wait for a charge.
     *
     * @param refusal the refusal of the call; null if the store was not asked, because other calls wait
     */
    QueuedCall join(QueuedCall call, Charge charge, @Nullable RateLimitResult refusal) {
        List<Runnable> ends = new ArrayList<>(1);
        Turn next;
        synchronized (this) {
            CallQueue queue = queues.computeIfAbsent(charge.key(), key -> new CallQueue(key, sizes));
            if (!call.left) {
                add(queue, call, charge, refusal, ends);
            }
            next = next(queue);
        }
        ends.forEach(Runnable::run);
        serve(next);
        return call;
    }

    private void add(
            CallQueue queue, QueuedCall call, Charge charge, @Nullable RateLimitResult refusal, List<Runnable> ends) {
        long now = now(charge);
        if (refusal != null) {
            queue.refusal = refusal;
            plan(queue, call, queue.dueBy(now + Refusals.micros(refusal)), now, call.returns());
        }
        long wait = queue.due(call, now);
        RateLimitResult known = queue.refusal;
        if (known != null && (wait > call.patience(charge, now) || sizes.isFull(charge))) {
            RateLimitResult refused = Refusals.of(known, charge, wait);
            ends.add(() -> end(call, refused));
            return;
        }
        queue.add(call);
        call.expiry = after(call.patience(charge, now) + SLACK_MICROS, () -> expire(call));
    }

    private Timer.Scheduled after(long micros, Runnable task) {
        return timer.after(Duration.of(Math.max(0, micros), ChronoUnit.MICROS), task);
    }

    // If permits were given back since the store was asked, it is asked again at once.
    private void plan(CallQueue queue, QueuedCall call, long due, long now, long returns) {
        if (!queue.asking && returns == this.returns.of(call.call())) {
            queue.plan(due, after(due - now, () -> turn(queue)));
        }
    }

    private void turn(CallQueue queue) {
        Turn next;
        synchronized (this) {
            queue.forgetPlan();
            next = next(queue);
        }
        serve(next);
    }

    private @Nullable Turn next(CallQueue queue) {
        QueuedCall next = queue.next();
        if (next == null) {
            if (queue.isEmpty() && !queue.asking) {
                queue.forgetPlan();
                queues.remove(queue.key(), queue);
            }
            return null;
        }
        queue.asking = true;
        return new Turn(queue, next, returns.of(next.call()));
    }

    private void serve(@Nullable Turn first) {
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
        synchronized (this) {
            turn.queue().asking = false;
            if (result == null) {
                failAll(turn.queue(), failure == null ? new IllegalStateException("No result") : failure, ends);
            } else if (result.allowed()) {
                pass(turn, result, ends);
            } else {
                refuse(turn, result, ends);
            }
            next = next(turn.queue());
        }
        ends.forEach(Runnable::run);
        return next;
    }

    private void pass(Turn turn, RateLimitResult result, List<Runnable> ends) {
        QueuedCall call = turn.call();
        ends.add(turn.queue().remove(call) ? () -> end(call, result) : () -> guard.giveBack(call.call(), result));
    }

    private void refuse(Turn turn, RateLimitResult result, List<Runnable> ends) {
        QueuedCall call = turn.call();
        if (call.queue != turn.queue()) {
            return;
        }
        Charge charge = Refusals.awaited(call.call(), result);
        boolean here = charge != null && charge.key().equals(turn.queue().key());
        long now = limiter.nowMicros(turn.queue().key());
        if (charge != null && here && call.waitsFor(charge, result, now)) {
            turn.queue().refusal = result;
            plan(turn.queue(), call, now + Refusals.micros(result), now, turn.returns());
            return;
        }
        turn.queue().remove(call);
        if (charge == null || here) {
            ends.add(() -> end(call, result));
        } else {
            // It is another key by now that refuses the call.
            Charge other = charge;
            ends.add(() -> join(call, other, result));
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

    private void end(QueuedCall call, RateLimitResult result) {
        call.complete(guard.told(call.call(), result));
    }

    // The first call is asked for in time.
    private void expire(QueuedCall call) {
        RateLimitResult refused;
        synchronized (this) {
            CallQueue queue = call.queue;
            RateLimitResult known = queue == null ? null : queue.refusal;
            if (queue == null || known == null || queue.isFirst(call)) {
                return;
            }
            Charge charge = queue.charge(call);
            refused = Refusals.of(known, charge, queue.due(call, now(charge)));
            queue.remove(call);
        }
        end(call, refused);
    }

    /** Ends the wait of a call; a permit that is granted at the same moment is given back. */
    void leave(QueuedCall call) {
        Turn next = null;
        synchronized (this) {
            call.left = true;
            CallQueue queue = call.queue;
            if (queue != null) {
                // The next one may cost less, and then it is due earlier.
                if (queue.isFirst(call)) {
                    queue.forgetPlan();
                }
                queue.remove(call);
                next = next(queue);
            }
        }
        serve(next);
    }
}
