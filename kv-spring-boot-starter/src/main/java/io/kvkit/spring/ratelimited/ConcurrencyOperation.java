package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code @RateLimited} annotation with the algorithm {@code CONCURRENCY}.
 *
 * @param site the place of the annotation; it includes the method also if the class carries the annotation
 * @param name the name of the limit
 * @param named whether the annotation has a name
 * @param enabled whether calls are limited
 * @param returns the shape of the return type
 * @param ofClass whether the class carries the annotation, so that all its methods share it
 * @param key the key of the limit
 * @param condition whether the limit applies to a call
 * @param settings the settings of the limit as configured
 * @param reading reads the settings of the limit from other properties of its name
 * @param fallback the method that answers refused calls; null for the exception
 */
public record ConcurrencyOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        boolean ofClass,
        KeyPlan key,
        Condition condition,
        ConcurrencySettings settings,
        LivePermits.Reading reading,
        @Nullable Fallback fallback)
        implements Operation {

    @Override
    public Area<?> area() {
        return RateLimitArea.RATE_LIMIT;
    }

    // The limit of a rate has another text, so the two kinds never agree.
    @Override
    public Map<String, String> traits() {
        return Map.of(
                "limit", settings.limit() + " at the same time",
                "lease", settings.lease().toString(),
                "onStoreFailure", settings.onStoreFailure().name());
    }
}
