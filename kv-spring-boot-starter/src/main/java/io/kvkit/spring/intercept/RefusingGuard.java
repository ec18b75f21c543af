package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnceCall;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a call whose key is in progress instead of letting it wait. The thread of such a call holds results in a
 * transaction: it could wait for itself, or for a thread that waits for it.
 *
 * @param guard the guard of the call
 */
record RefusingGuard(CallGuard<OnceCall> guard) implements ForwardingGuard<OnceCall> {

    @Override
    public @Nullable Decision decideNow(OnceCall call) {
        return guard.decideNow(refusing(call));
    }

    @Override
    public CompletionStage<Decision> decide(OnceCall call) {
        return guard.decide(refusing(call));
    }

    private static OnceCall refusing(OnceCall call) {
        return call.with(call.settings().withInProgress(InProgress.REJECT));
    }
}
