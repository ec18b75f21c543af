package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.call.Timer;
import io.kvkit.store.KvException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets refused calls wait if their limits say so. All other calls are decided at once. */
final class WaitingGuard implements ForwardingGuard<RateLimitCall> {

    private final RateLimiter limiter;
    private final RateLimitGuard guard;
    private final QueueSizes sizes = new QueueSizes();
    private final CallQueues queues;
    private final AtomicLong orders = new AtomicLong();

    WaitingGuard(RateLimiter limiter, Timer timer) {
        this.limiter = limiter;
        this.guard = new RateLimitGuard(limiter);
        this.queues = new CallQueues(limiter, guard, timer, sizes);
        limiter.corrections().listeners().add(queues::returned);
        limiter.corrections().changes().add(queues::changed);
    }

    /** Returns for how many keys calls wait. */
    int size() {
        return queues.size();
    }

    /** Returns for how many queues of calls neither the store is being asked nor a time is planned to ask it. */
    int idle() {
        return queues.idle();
    }

    /** Returns how many calls wait. */
    int waiting() {
        return sizes.total();
    }

    @Override
    public RateLimitGuard guard() {
        return guard;
    }

    @Override
    public @Nullable Decision decideNow(RateLimitCall call) {
        if (!call.letsWait()) {
            return guard.decideNow(call);
        }
        if (!limiter.isImmediate()) {
            return null;
        }
        QueuedCall queued = arrive(call);
        Charge busy = queues.busy(call);
        return busy == null ? ask(queued) : waiting(queued, busy, null);
    }

    private QueuedCall arrive(RateLimitCall call) {
        long now = limiter.nowMicros(call.charges().get(0).key());
        return new QueuedCall(queues, call, orders.incrementAndGet(), now);
    }

    private @Nullable Decision ask(QueuedCall queued) {
        try {
            RateLimitResult result = limiter.askNow(queued.call());
            return result == null ? null : judge(queued, result);
        } catch (KvException failure) {
            return new Reject(failure);
        }
    }

    @Override
    public CompletionStage<Decision> decide(RateLimitCall call) {
        if (!call.letsWait()) {
            return guard.decide(call);
        }
        QueuedCall queued = arrive(call);
        Charge busy = queues.busy(call);
        return busy == null
                ? limiter.ask(call)
                        .handle((result, failure) ->
                                failure == null ? judge(queued, result) : RateLimitGuard.rejected(failure))
                : CompletableFuture.completedFuture(waiting(queued, busy, null));
    }

    private Decision judge(QueuedCall queued, RateLimitResult result) {
        Charge charge = result.allowed() ? null : Refusals.awaited(queued.call(), result);
        return charge != null && queued.waitsFor(charge, result, limiter.nowMicros(charge.key()))
                ? waiting(queued, charge, result)
                : guard.told(queued.call(), result);
    }

    private Decision waiting(QueuedCall queued, Charge charge, @Nullable RateLimitResult refusal) {
        return new Unfinished(() -> queues.join(queued, charge, refusal), true);
    }
}
