package io.kvkit.spring.operation;

import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.attribute.ValueRules;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How attempts of work that runs once may end, as an annotation or the properties say.
 *
 * @param onAbandoned reads what happens to the key of an attempt whose process died
 * @param maxAttempts reads how many attempts may fail
 * @param maxRunTime reads how long the lease of an attempt is renewed
 * @param <S> the settings of one name
 * @param <E> the constants for abandoned attempts
 */
public record AttemptTerms<S, E extends Enum<E>>(
        Function<S, @Nullable E> onAbandoned,
        Function<S, @Nullable Integer> maxAttempts,
        Function<S, @Nullable Duration> maxRunTime) {

    /** Requires valid properties. */
    public static void check(String name, @Nullable Integer maxAttempts, @Nullable Duration maxRunTime) {
        ValueRules.range(name + ".max-attempts", maxAttempts, 0, ClaimRequest.MAX_ATTEMPTS);
        ValueRules.positive(name + ".max-run-time", maxRunTime);
    }

    /**
     * Returns settings with these terms.
     *
     * @param own the attributes of the annotation; null for a name that no annotation has
     * @param constants the type of the constants of the annotation
     */
    public OnceSettings apply(Layers<S> layers, @Nullable Attributes own, Class<E> constants, OnceSettings settings) {
        E abandoned = own == null ? null : own.constant("onAbandoned", constants);
        return settings.withOnAbandoned(layers.constant(onAbandoned, abandoned, OnAbandoned.RETRY))
                .withMaxAttempts(attempts(layers, own))
                .withMaxRunTime(runTime(layers, own, settings));
    }

    private int attempts(Layers<S> layers, @Nullable Attributes own) {
        Integer written = own == null ? null : own.number("maxAttempts");
        if (written != null && (written < 0 || written > ClaimRequest.MAX_ATTEMPTS)) {
            throw layers.error(
                    "maxAttempts",
                    written,
                    "it is out of range",
                    "Write a number from 1 to " + ClaimRequest.MAX_ATTEMPTS + ", or 0 for any number");
        }
        return layers.value(maxAttempts, written, 0);
    }

    private Duration runTime(Layers<S> layers, @Nullable Attributes own, OnceSettings settings) {
        Duration written = own == null ? null : own.duration("maxRunTime");
        Duration longest = layers.duration("max-run-time", maxRunTime, written, OnceSettings.MAX_RUN_TIME);
        if (longest.compareTo(settings.lease()) < 0 && !longest.equals(OnceSettings.MAX_RUN_TIME)) {
            throw layers.error(
                    layers.origin("max-run-time", "maxRunTime", maxRunTime, written),
                    longest,
                    "it is shorter than the lease, " + settings.lease(),
                    "Set a time that is not shorter than the lease, or a shorter lease");
        }
        return longest;
    }
}
