package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.call.Quietly;
import io.kvkit.call.UnheldGuard;
import io.kvkit.store.KvException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets calls pass or rejects them. It needs no notification of their end. */
record RateLimitGuard(RateLimiter limiter) implements UnheldGuard<RateLimitCall> {

    @Override
    public @Nullable Decision decideNow(RateLimitCall call) {
        try {
            RateLimitResult result = limiter.takeNow(call);
            return result == null ? null : decision(call, result);
        } catch (KvException failure) {
            return new Decision.Reject(failure);
        }
    }

    @Override
    public CompletionStage<Decision> decide(RateLimitCall call) {
        return limiter.take(call)
                .handle((result, failure) -> failure == null ? decision(call, result) : rejected(failure));
    }

    private Decision decision(RateLimitCall call, RateLimitResult result) {
        Consumer<RateLimitResult> decided = call.decided();
        if (decided != null) {
            Quietly.tell(() -> decided.accept(result));
        }
        return result.allowed() ? Decision.Proceed.FREELY : new Decision.Reject(new RateLimitExceededException(result));
    }

    private static Decision rejected(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof KvException) {
            return new Decision.Reject(cause);
        }
        throw Failures.<RuntimeException>sneaky(cause);
    }
}
