package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;

/**
 * Decides again about calls that have waited and that are in no queue, because their limits have changed. A call may then
 * wait for something else.
 */
record SecondDecision(CallQueues queues, RateLimiter limiter, RateLimitGuard guard) {

    @SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
    void about(QueuedCall queued) {
        RateLimitCall call = queued.call();
        Charge busy = queues.busy(call);
        if (busy != null) {
            queues.join(queued, busy, null);
            return;
        }
        Failures.caught(() -> limiter.ask(call))
                .thenAccept(result -> judge(queued, call, result))
                .exceptionally(failure -> {
                    queued.fail(Failures.unwrap(failure));
                    return null;
                });
    }

    private void judge(QueuedCall queued, RateLimitCall call, RateLimitResult result) {
        Charge charge = result.allowed() ? null : Refusals.awaited(call, result);
        if (charge != null && queued.waitsFor(charge, result, limiter.nowMicros(charge.key()))) {
            var unused = queues.join(queued, charge, result);
        } else if (queued.left) {
            giveBack(call, result);
        } else {
            queued.complete(guard.told(call, result));
        }
    }

    private void giveBack(RateLimitCall call, RateLimitResult result) {
        if (result.allowed()) {
            guard.giveBack(call, result);
        }
    }
}
