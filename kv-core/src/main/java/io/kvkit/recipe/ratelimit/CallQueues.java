package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Decision;
import io.kvkit.call.Quietly;
import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for permits. Of those that wait for one key by the same bands, only the first asks the store, when
 * it is due; the next one asks when the first has gone. Before a call asks, it is brought up to date with its limits, and
 * may have to change the queue. Whoever takes a call out of its queue completes it, without holding the lock.
 */
@SuppressWarnings("ReferenceEquality") // a revision returns the call itself if nothing has changed
final class CallQueues {

    // A call that is due when its time is over is still asked for.
    private static final long SLACK_MICROS = 2_000;

    private final RateLimiter limiter;
    private final RateLimitGuard guard;
    private final Timer timer;
    private final QueueIndex queues;
    private final Turns turns;
    private final LimitChange change;
    private final SecondDecision second;
    private final QueueSizes sizes;
    private final SlotCounts returns = new SlotCounts();

    CallQueues(RateLimiter limiter, RateLimitGuard guard, Timer timer, QueueSizes sizes) {
        this.limiter = limiter;
        this.guard = guard;
        this.timer = timer;
        this.sizes = sizes;
        this.queues = new QueueIndex(sizes);
        this.turns = new Turns(this, limiter, guard);
        this.change = new LimitChange(this);
        this.second = new SecondDecision(this, limiter, guard);
    }

    /** Returns the charge for which other calls wait already; null if there is none. */
    @Nullable
    Charge busy(RateLimitCall call) {
        for (Charge charge : call.charges()) {
            if (charge.cost() > 0 && charge.isAwaited() && queues.find(charge) != null) {
                return charge;
            }
        }
        return null;
    }

    /** Returns how often permits of a call were given back. */
    long returns(RateLimitCall call) {
        return returns.of(call);
    }

    /** Asks for the first call of a key again, because permits were given back. */
    void returned(Key key) {
        returns.add(key);
        queues.of(key).forEach(this::turn);
    }

    /** Lets all calls go on by the limits as they are now. */
    void changed() {
        List<Runnable> ends = new ArrayList<>();
        synchronized (this) {
            // If the store is being asked for the first call of a queue, its calls follow when it has answered.
            List<CallQueue> all = queues.all();
            all.stream().filter(queue -> queue.asking).forEach(queue -> queue.outdated = true);
            List<CallQueue> idle = all.stream().filter(queue -> !queue.asking).toList();
            change.apply(idle, ends);
            idle.forEach(queue -> ends.add(() -> goOn(queue)));
        }
        ends.forEach(Quietly::tell);
    }

    int size() {
        return queues.size();
    }

    synchronized int idle() {
        return (int) queues.all().stream().filter(CallQueue::isUnknown).count();
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
        List<Runnable> ends = new ArrayList<>(2);
        synchronized (this) {
            RateLimitCall now = call.left ? call.call() : call.revised();
            if (now != call.call()) {
                restart(call, now, ends);
            } else if (!call.left) {
                enter(call, charge, refusal, ends);
            }
        }
        ends.forEach(Quietly::tell);
        return call;
    }

    void enter(QueuedCall call, Charge charge, @Nullable RateLimitResult refusal, List<Runnable> ends) {
        CallQueue queue = queues.open(charge);
        add(queue, call, charge, refusal, ends);
        ends.add(() -> goOn(queue));
    }

    private void add(
            CallQueue queue, QueuedCall call, Charge charge, @Nullable RateLimitResult refusal, List<Runnable> ends) {
        long now = now(charge);
        if (refusal != null) {
            queue.refusal = refusal;
            plan(queue, call, queue.dueBy(now + Refusals.micros(refusal)), now);
        }
        long wait = queue.due(call, now);
        RateLimitResult known = queue.refusal;
        if (known != null && (wait > call.patience(charge, now) || sizes.isFull(charge))) {
            RateLimitResult refused = Refusals.of(known, charge, wait);
            ends.add(() -> end(call, refused));
            return;
        }
        if (refusal == null && queue.overtakes(call)) {
            queue.forgetPlan();
        }
        queue.unjudged |= known == null || queue.isUnknown();
        queue.add(call);
        call.expiry = after(call.patience(charge, now) + SLACK_MICROS, () -> expire(call));
    }

    /** Lets the first call of a queue wait, because the store has refused it. */
    void refused(Turn turn, RateLimitResult refusal, long now, List<Runnable> ends) {
        CallQueue queue = turn.queue();
        queue.refusal = refusal;
        if (!queue.isFirst(turn.call())) {
            return; // One that came before it has joined.
        }
        plan(queue, turn.call(), now + Refusals.micros(refusal), now);
        if (queue.unjudged) {
            queue.unjudged = false;
            List<QueuedCall> all = queue.all();
            all.forEach(queue::remove);
            all.forEach(call -> add(queue, call, queue.charge(call), null, ends));
        }
    }

    void restart(QueuedCall call, @Nullable RateLimitCall revised, List<Runnable> ends) {
        if (revised == null) {
            ends.add(() -> call.complete(Decision.Proceed.FREELY));
        } else {
            call.become(revised);
            ends.add(() -> second.about(call));
        }
    }

    private Timer.Scheduled after(long micros, Runnable task) {
        return timer.after(Duration.of(Math.max(0, micros), ChronoUnit.MICROS), task);
    }

    // If permits were given back since the store was asked, it is asked again at once.
    private void plan(CallQueue queue, QueuedCall call, long due, long now) {
        if (!queue.asking && call.returns() == returns.of(call.call())) {
            queue.plan(due, after(due - now, () -> turn(queue)));
        }
    }

    private void turn(CallQueue queue) {
        synchronized (this) {
            queue.forgetPlan();
        }
        goOn(queue);
    }

    private void goOn(CallQueue queue) {
        List<Runnable> ends = new ArrayList<>(0);
        Turn next;
        synchronized (this) {
            next = next(queue, ends);
        }
        ends.forEach(Quietly::tell);
        turns.serve(next);
    }

    @Nullable
    Turn next(CallQueue queue, List<Runnable> ends) {
        QueuedCall next = queue.next();
        if (!queue.asking && (queue.outdated || (next != null && next.isOutdated()))) {
            change.apply(List.of(queue), ends);
            next = queue.next();
        }
        if (next == null) {
            if (queue.isEmpty() && !queue.asking) {
                queue.forgetPlan();
                queues.remove(queue);
            }
            return null;
        }
        queue.asking = true;
        next.asks();
        return new Turn(queue, next);
    }

    void end(QueuedCall call, RateLimitResult result) {
        try {
            call.complete(guard.told(call.call(), result));
        } catch (Throwable failure) {
            call.fail(failure);
        }
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
        CallQueue queue;
        synchronized (this) {
            call.left = true;
            queue = call.queue;
            if (queue != null) {
                queue.leave(call);
            }
        }
        if (queue != null) {
            goOn(queue);
        }
    }
}
