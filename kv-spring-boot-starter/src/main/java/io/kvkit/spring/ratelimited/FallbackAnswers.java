package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.operation.expression.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers refused calls with the fallback of the limit that refused them.
 *
 * @param rest the reaction of the other limits of the method; null if there is none
 */
record FallbackAnswers(List<? extends MethodLimit> limits, Invocation call, GuardedCall.@Nullable Unmade rest)
        implements GuardedCall.Unmade {

    @Override
    public void answered() {
        if (rest != null) {
            rest.answered();
        }
    }

    @Override
    public @Nullable Object refused(Throwable refusal) throws Throwable {
        if (refusal instanceof RateLimitExceededException exceeded) {
            for (MethodLimit limit : limits) {
                Fallback fallback = limit.fallback();
                if (fallback != null && exceeded.result().isRefusedBy(limit.name())) {
                    return fallback.invoke(call, refusal);
                }
            }
        }
        if (rest == null) {
            throw refusal;
        }
        return rest.refused(refusal);
    }
}
