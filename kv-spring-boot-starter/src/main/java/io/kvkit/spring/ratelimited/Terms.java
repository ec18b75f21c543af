package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Mode;
import io.kvkit.recipe.ratelimit.ChargeOn;
import io.kvkit.recipe.ratelimit.LimitMode;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.LimitWait;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads what becomes of the decisions of a limit.
 *
 * @param layers the settings of the limit
 * @param annotation the attributes of its annotation; null if it has properties only
 */
record Terms(Layers<Limit> layers, @Nullable Attributes annotation) {

    LimitTerms read() {
        ChargeOn paid = chargeOn();
        int block = layers.value(Limit::block, null, 0);
        if (block > 1 && paid != ChargeOn.ALWAYS) {
            throw refused(block, "with chargeOn=" + paid + ", the end of a call would end the block");
        }
        return new LimitTerms(mode(), paid, waits(), block);
    }

    /** Returns the refusal of a block of permits. */
    RuntimeException refused(int block, String problem) {
        return layers.error(layers.nameProperty("block"), block, problem, "Remove one of them");
    }

    private LimitMode mode() {
        Mode annotated = constant("mode", Mode.class);
        Mode mode = layers.constant(Limit::mode, annotated, Mode.ENFORCE);
        return mode == Mode.SHADOW
                ? LimitMode.SHADOW
                : new LimitMode(layers.value(Limit::enforcePercent, null, LimitMode.ENFORCE.enforcePercent()));
    }

    private ChargeOn chargeOn() {
        return layers.constant(Limit::chargeOn, constant("chargeOn", RateLimited.ChargeOn.class), ChargeOn.ALWAYS);
    }

    private LimitWait waits() {
        Duration annotated = annotation == null ? null : annotation.durationOrZero("maxWait");
        Integer most = annotation == null ? null : annotation.number("maxWaiting");
        return new LimitWait(
                Duration.ofMillis(layers.millisOrZero("max-wait", Limit::maxWait, annotated, 0)),
                layers.value(Limit::maxWaiting, positive(most), LimitWait.MAX_WAITING));
    }

    private @Nullable Integer positive(@Nullable Integer number) {
        if (number != null && number < 1) {
            throw layers.error("maxWaiting", number, "it is not above zero", "Write 1 or more");
        }
        return number;
    }

    private <E extends Enum<E>> @Nullable E constant(String attribute, Class<E> type) {
        return annotation == null ? null : annotation.constant(attribute, type);
    }
}
