package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Decision;
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

    /** Returns how often permits of the keys of a call were given back. */
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
            for (CallQueue queue : queues.all()) {
                // If the store is being asked for the first call, the others follow when it has answered.
                if (!queue.asking) {
                    revise(queue, ends);
                    ends.add(() -> goOn(queue));
                }
            }
        }
        ends.forEach(Runnable::run);
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
        List<Runnable> ends = new ArrayList<>(2);
        synchronized (this) {
            RateLimitCall now = call.call().revised();
            if (now != call.call()) {
                restart(call, now, ends);
            } else if (!call.left) {
                CallQueue queue = queues.open(charge);
                add(queue, call, charge, refusal, ends);
                ends.add(() -> goOn(queue));
            }
        }
        ends.forEach(Runnable::run);
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
        place(queue, call, charge);
    }

    private void place(CallQueue queue, QueuedCall call, Charge charge) {
        queue.add(call);
        call.expiry = after(call.patience(charge, now(charge)) + SLACK_MICROS, () -> expire(call));
    }

    private void revise(CallQueue queue, List<Runnable> ends) {
        for (QueuedCall call : queue.all()) {
            RateLimitCall now = call.call().revised();
            if (now != call.call()) {
                queue.remove(call);
                queue.forgetPlan();
                move(queue, call, now, ends);
            }
        }
    }

    private void move(CallQueue from, QueuedCall call, @Nullable RateLimitCall revised, List<Runnable> ends) {
        Charge charge = revised == null ? null : revised.awaited(from.key());
        if (revised == null || charge == null) {
            restart(call, revised, ends);
            return;
        }
        call.become(revised);
        CallQueue to = queues.open(charge);
        to.refusal = to.refusal == null ? from.refusal : to.refusal;
        to.forgetPlan();
        place(to, call, charge);
        ends.add(() -> goOn(to));
    }

    private void restart(QueuedCall call, @Nullable RateLimitCall revised, List<Runnable> ends) {
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
    void plan(CallQueue queue, QueuedCall call, long due, long now, long returns) {
        if (!queue.asking && returns == this.returns.of(call.call())) {
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
        ends.forEach(Runnable::run);
        turns.serve(next);
    }

    @Nullable
    Turn next(CallQueue queue, List<Runnable> ends) {
        QueuedCall next = queue.next();
        if (next != null && next.isOutdated()) {
            revise(queue, ends);
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
        return new Turn(queue, next, returns.of(next.call()));
    }

    void end(QueuedCall call, RateLimitResult result) {
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
        CallQueue queue;
        synchronized (this) {
            call.left = true;
            queue = call.queue;
            if (queue != null) {
                // The next one may cost less, and then it is due earlier.
                if (queue.isFirst(call)) {
                    queue.forgetPlan();
                }
                queue.remove(call);
            }
        }
        if (queue != null) {
            goOn(queue);
        }
    }
}
