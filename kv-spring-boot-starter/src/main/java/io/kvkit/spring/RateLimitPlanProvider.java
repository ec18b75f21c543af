package io.kvkit.spring;

import io.kvkit.meter.Band;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says what plans allow. Applications implement it as a bean, for annotations with a {@code plan}.
 *
 * <p>kvkit keeps each answer for {@code kv.rate-limit.plan-ttl}, for up to {@value #MOST_PLANS} pairs of limit and plan. The
 * call that needs a new answer waits for it, up to {@code kv.rate-limit.plan-timeout}; other calls with the same limit and
 * plan wait for the same answer. If the provider fails or is too late, the last known answer applies, or else the limit as
 * if there was no provider. A call never fails because of that. A provider must be safe for use by
 * several threads.
 *
 * <pre>{@code
 * @Bean
 * RateLimitPlanProvider plans(PlanClient plans) {
 *     return (limit, plan) -> plans.find(plan).thenApply(found ->
 *             List.of(Band.of(Algorithm.TOKEN_BUCKET, found.callsPerMinute(), Duration.ofMinutes(1))));
 * }
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RateLimitPlanProvider {

    /** The number of pairs of limit and plan whose answers are kept. */
    int MOST_PLANS = 10_000;

    /**
     * Returns the bands of a limit for a plan. If the provider does not know the plan, it returns null, or a stage with null
     * or an empty list. The properties of the plan, or else the limit itself, then apply.
     *
     * <p>Use the algorithms and windows of the limit itself, so that a key that changes its plan keeps the permits that
     * are used.
     *
     * @param limit the name of the limit
     * @param plan the value of the {@code plan} expression
     */
    @Nullable
    CompletionStage<? extends @Nullable List<Band>> bands(String limit, String plan);

    /** Creates a provider that answers without waiting, such as from a map. */
    static RateLimitPlanProvider of(BiFunction<String, String, ? extends @Nullable List<Band>> bands) {
        return (limit, plan) -> CompletableFuture.completedFuture(bands.apply(limit, plan));
    }
}
