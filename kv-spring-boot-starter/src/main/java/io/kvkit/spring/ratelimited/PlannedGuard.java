package io.kvkit.spring.ratelimited;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a call when its plans are known.
 *
 * @param guard decides about calls
 * @param known the end of the questions for plans, which does not fail
 */
record PlannedGuard(CallGuard<RateLimitCall> guard, CompletionStage<Void> known)
        implements ForwardingGuard<RateLimitCall> {

    @Override
    public @Nullable Decision decideNow(RateLimitCall call) {
        return null;
    }

    @Override
    public CompletionStage<Decision> decide(RateLimitCall call) {
        return known.thenCompose(done -> decideAbout(call.revised()));
    }

    private CompletionStage<Decision> decideAbout(@Nullable RateLimitCall planned) {
        return planned == null ? CompletableFuture.completedFuture(Proceed.FREELY) : guard.decide(planned);
    }
}
