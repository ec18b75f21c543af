package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.RateLimitSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The plans of one call.
 *
 * @param limits the limits of the call
 * @param names the plan for each limit; null for a limit without a plan
 */
record CallPlans(List<LiveLimit> limits, @Nullable String[] names) {

    /** Asks for plans that are due. Returns the stage to wait for; null if there is nothing to wait for. */
    @Nullable
    CompletionStage<Void> refresh() {
        List<CompletableFuture<Void>> asked = new ArrayList<>(0);
        for (int i = 0; i < names.length; i++) {
            String plan = names[i];
            CompletionStage<Void> answer = plan == null ? null : limits.get(i).refresh(plan);
            if (answer != null) {
                asked.add(answer.toCompletableFuture());
            }
        }
        return asked.isEmpty() ? null : CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }

    /** Returns the settings of a limit for its plan, as far as that is known. */
    RateLimitSettings settings(int limit) {
        return limits.get(limit).of(names[limit]);
    }

    /** Returns those of some of the limits. */
    CallPlans only(int[] places) {
        @Nullable String[] some = new String[places.length];
        for (int i = 0; i < places.length; i++) {
            some[i] = names[places[i]];
        }
        return new CallPlans(Arrays.stream(places).mapToObj(limits::get).toList(), some);
    }
}
