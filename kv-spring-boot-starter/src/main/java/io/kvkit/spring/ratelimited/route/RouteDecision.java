package io.kvkit.spring.ratelimited.route;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitCall;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The decision about one request. */
final class RouteDecision {

    private final CallGuard<RateLimitCall> guard;
    private final RateLimitCall call;
    private volatile @Nullable RateLimitResult result;

    RouteDecision(CallGuard<RateLimitCall> guard, List<Charge> charges, OnStoreFailure onStoreFailure) {
        this.guard = guard;
        this.call = new RateLimitCall(charges, onStoreFailure, decided -> result = decided);
    }

    /** Decides without I/O; returns null if that is not possible. */
    @Nullable
    Decision now() {
        return guard.decideNow(call);
    }

    CompletionStage<Decision> later() {
        return guard.decide(call);
    }

    /** Returns what was decided; null if nothing was counted. */
    @Nullable
    RateLimitResult result() {
        return result;
    }
}
