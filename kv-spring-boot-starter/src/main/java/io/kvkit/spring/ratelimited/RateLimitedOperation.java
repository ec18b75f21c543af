package io.kvkit.spring.ratelimited;

import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.LimitMode;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import io.kvkit.store.Blank;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code @RateLimited} annotation.
 *
 * @param site the place of the annotation; it includes the method also if the class carries the annotation
 * @param name the name of the limit
 * @param named whether the annotation has a name
 * @param enabled whether calls are limited
 * @param returns the shape of the return type
 * @param ofClass whether the class carries the annotation, so that all its methods share it
 * @param key the key of the limit
 * @param settings the settings of the limit as configured
 * @param reading reads the settings of the limit from other properties of its name
 * @param condition whether the limit applies to a call
 * @param plan the plan of a call; null if calls have none
 * @param cost the number of permits that a call takes
 * @param spent computes what a call has cost from its result; null if the cost is known before
 * @param fallback the method that answers refused calls; null for the exception
 */
public record RateLimitedOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        boolean ofClass,
        KeyPlan key,
        RateLimitSettings settings,
        Reading reading,
        Condition condition,
        @Nullable ValuePlan plan,
        Cost cost,
        @Nullable Spent spent,
        @Nullable Fallback fallback)
        implements Operation {

    /** Reads the settings of a limit from properties. */
    @FunctionalInterface
    public interface Reading {

        /**
         * Returns the settings.
         *
         * @param byName the properties of the name
         * @param place where they are written, for messages
         * @throws RuntimeException the refusal, if they are incomplete or contradict each other or the annotation
         */
        RateLimitSettings read(Limit byName, String place);
    }

    /** Computes how many permits a call takes. */
    @FunctionalInterface
    public interface Cost {

        /** Takes one permit for each call. */
        Cost ONE = new Same(1);

        /** Takes the same number of permits for each call. */
        record Same(int permits) implements Cost {

            @Override
            public int of(Invocation call) {
                return permits;
            }
        }

        /**
         * Returns the permits for a call; with 0 the call passes free of charge.
         *
         * @throws KvExpressionException if the expression fails or its value is less than 0
         */
        int of(Invocation call);
    }

    /** Computes how many permits a call has taken. */
    @FunctionalInterface
    public interface Spent {

        /**
         * Returns the permits that a call with this result has taken.
         *
         * @throws KvExpressionException if the expression fails or its value is less than 0
         */
        int of(Invocation call, @Nullable Object result);
    }

    /** Returns the name of the plan of a call; null if it has none. */
    @Nullable
    String planOf(Invocation call) {
        Object value = plan == null ? null : plan.value(call, null);
        String name = value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
        return value == null || Blank.is(name) ? null : name;
    }

    /** Returns the limits as configured, decided together. */
    public Meter meter() {
        return settings.meter();
    }

    /** Returns the reaction if the store fails, as configured. */
    public OnStoreFailure onStoreFailure() {
        return settings.onStoreFailure();
    }

    @Override
    public Area<?> area() {
        return RateLimitArea.RATE_LIMIT;
    }

    @Override
    public Map<String, String> traits() {
        LimitTerms terms = settings.terms();
        return Map.of(
                "limit", meter().bands().toString(),
                "onStoreFailure", onStoreFailure().name(),
                "mode", terms.mode().equals(LimitMode.SHADOW) ? "SHADOW" : "ENFORCE",
                "chargeOn", terms.chargeOn().name(),
                "maxWait", terms.waiting().maxWait().toString());
    }
}
