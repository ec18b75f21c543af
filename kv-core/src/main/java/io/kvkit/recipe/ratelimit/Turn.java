package io.kvkit.recipe.ratelimit;

import java.util.concurrent.CompletableFuture;

/**
 * A call for which the store is asked.
 *
 * @param queue the queue in which it is the first
 */
record Turn(CallQueue queue, QueuedCall call) {

    CompletableFuture<RateLimitResult> ask(RateLimiter limiter) {
        try {
            RateLimitResult now = limiter.askNow(call.call());
            return now == null
                    ? limiter.ask(call.call()).toCompletableFuture()
                    : CompletableFuture.completedFuture(now);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
