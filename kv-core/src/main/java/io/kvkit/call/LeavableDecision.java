package io.kvkit.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A decision that follows a wait, and that its caller can leave as it can leave the wait.
 *
 * @since 0.1
 */
@SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
public final class LeavableDecision extends CompletableFuture<Decision> implements Wait {

    private final Runnable leave;

    /**
     * Creates a decision.
     *
     * @param leave leaves the wait
     * @param decision what follows it
     */
    public LeavableDecision(Runnable leave, CompletionStage<Decision> decision) {
        this.leave = leave;
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
        leave.run();
    }
}
