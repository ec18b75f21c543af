package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call for which the store is asked.
 *
 * @param queue the queue in which it is the first
 */
record Turn(CallQueue queue, QueuedCall call) {

    CompletableFuture<RateLimitResult> ask(RateLimiter limiter) {
        return Failures.caught(() -> limiter.ask(call.call())).toCompletableFuture();
    }

    /** Returns the failure of an answer; null if it succeeded. */
    static @Nullable Throwable failure(CompletableFuture<RateLimitResult> asked) {
        return asked.isCompletedExceptionally()
                ? asked.handle((result, failure) -> failure).join()
                : null;
    }
}
