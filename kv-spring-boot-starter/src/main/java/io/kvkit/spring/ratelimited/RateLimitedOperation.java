package io.kvkit.spring.ratelimited;

import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Invocation;
import io.kvkit.spring.operation.KeyPlan;
import io.kvkit.spring.operation.KvExpressionException;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationSite;
import io.kvkit.spring.operation.ReturnShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code @RateLimited} of a method, or of its class.
 *
 * @param site where it was declared; with the method also when the class carries it
 * @param name the name of the limit
 * @param named whether the name was written
 * @param enabled whether calls are limited
 * @param returns what the method returns
 * @param ofClass whether the class carries it, so that all its methods share it
 * @param key who is limited
 * @param meter the limits, decided together
 * @param cost how many permits a call takes
 * @param fallback what answers refused calls; null for the exception
 * @param onStoreFailure what happens when the store fails
 */
public record RateLimitedOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        boolean ofClass,
        KeyPlan key,
        Meter meter,
        Cost cost,
        @Nullable Fallback fallback,
        OnStoreFailure onStoreFailure)
        implements Operation {

    /** How many permits a call takes. */
    @FunctionalInterface
    public interface Cost {

        /** One permit per call. */
        Cost ONE = call -> 1;

        /**
         * The permits for a call; with 0 the call passes free of charge.
         *
         * @throws KvExpressionException if the expression fails or gives less than 0
         */
        int of(Invocation call);
    }

    /** What it allows. */
    public RateLimitSettings settings() {
        return new RateLimitSettings(name, meter, onStoreFailure);
    }

    @Override
    public Area<?> area() {
        return RateLimitArea.RATE_LIMIT;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of("limit", meter.bands().toString(), "onStoreFailure", onStoreFailure.name());
    }
}
