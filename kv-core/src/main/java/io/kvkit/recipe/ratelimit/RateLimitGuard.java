package io.kvkit.recipe.ratelimit;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.call.Quietly;
import io.kvkit.call.Ticket;
import io.kvkit.store.KvException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets calls pass or rejects them. It needs no notification of their end. */
record RateLimitGuard<C>(
        RateLimiter limiter, Function<C, RateLimitCall> limited, BiConsumer<C, RateLimitResult> decided)
        implements CallGuard<C> {

    @Override
    public @Nullable Decision decideNow(C call) {
        try {
            RateLimitResult result = limiter.takeNow(limited.apply(call));
            return result == null ? null : decision(call, result);
        } catch (KvException failure) {
            return new Decision.Reject(failure);
        }
    }

    @Override
    public CompletionStage<Decision> decide(C call) {
        return limiter.take(limited.apply(call))
                .handle((result, failure) -> failure == null ? decision(call, result) : rejected(failure));
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return CompletableFuture.completedFuture(new Decision.Answer(value));
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return CompletableFuture.completedFuture(new Decision.Reject(failure));
    }

    private Decision decision(C call, RateLimitResult result) {
        Quietly.tell(() -> decided.accept(call, result));
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
