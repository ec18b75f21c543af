package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Decision;
import io.kvkit.call.Failures;
import io.kvkit.call.Wait;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A decision that follows a wait, and that its caller can leave as it can leave the wait. */
@SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
final class LeavableDecision extends CompletableFuture<Decision> implements Wait {

    private final CompletionStage<Decision> wait;

    LeavableDecision(CompletionStage<Decision> wait, CompletionStage<Decision> decision) {
        this.wait = wait;
        decision.whenComplete((decided, failure) -> {
            if (failure == null) {
                complete(decided);
            } else {
                completeExceptionally(Failures.unwrap(failure));
            }
        });
    }

    @Override
    public void leave() {
        Wait.leave(wait);
    }
}
