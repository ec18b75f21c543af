package io.kvkit.spring.ratelimited;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Ticket;
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
record PlannedGuard(CallGuard<RateLimitCall> guard, CompletionStage<Void> known) implements CallGuard<RateLimitCall> {

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

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return guard.succeeded(ticket, value);
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return guard.failed(ticket, failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return guard.abandoned(ticket, reason);
    }
}
