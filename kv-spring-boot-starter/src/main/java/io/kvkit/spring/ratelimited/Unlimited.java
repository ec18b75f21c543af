package io.kvkit.spring.ratelimited;

import io.kvkit.call.Decision;
import io.kvkit.call.UnheldGuard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets all calls pass, while a change at run time disables their limits. */
enum Unlimited implements UnheldGuard<Unlimited> {
    GUARD;

    @Override
    public Decision decideNow(Unlimited call) {
        return Decision.Proceed.FREELY;
    }

    @Override
    public CompletionStage<Decision> decide(Unlimited call) {
        return CompletableFuture.completedFuture(Decision.Proceed.FREELY);
    }
}
