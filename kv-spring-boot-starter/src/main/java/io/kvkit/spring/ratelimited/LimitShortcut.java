package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.intercept.Shortcut;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.key.Aliases;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of a limited method pass by their arguments, if their permits are in this JVM. It refuses no call: the
 * normal way decides about the others again, with all that a refusal shows.
 *
 * @param limiter the recipe
 * @param live the settings of the limit as they are now
 * @param charges the charges by arguments
 */
record LimitShortcut(RateLimiter limiter, LiveLimit live, Aliases<Charge> charges) implements Shortcut {

    private static final int MOST = 16_384;

    /** Returns the shortcut of a method; null if something else than simple arguments decides about its calls. */
    static @Nullable LimitShortcut of(RateLimiter limiter, RateLimitedOperation operation, LiveLimit live) {
        List<Integer> arguments = operation.key().simpleArguments();
        return arguments == null
                        || operation.condition() != Condition.ALWAYS
                        || operation.plan() != null
                        || operation.spent() != null
                        || operation.cost() != RateLimitedOperation.Cost.ONE
                        || !limiter.isImmediate()
                ? null
                : new LimitShortcut(limiter, live, new Aliases<>(arguments, MOST, charge -> false));
    }

    // In a request, the answer shows what is left.
    @Override
    public @Nullable Object answer(@Nullable Object[] arguments) {
        Charge charge = charges.find(arguments);
        return charge != null && isCurrent(charge) && Exchanges.current() == null && limiter.passesNow(charge)
                ? PROCEED
                : NOTHING;
    }

    // The limit may have changed since the charge was learned.
    @SuppressWarnings("ReferenceEquality")
    private boolean isCurrent(Charge charge) {
        return charge.terms().passFreely()
                && live.isEnabled()
                && charge.meter() == live.get().meter();
    }

    /** Learns the charge of a call, so that the next one with the same arguments is decided by it. */
    void learn(@Nullable Object[] arguments, Charge charge) {
        Charge known = charges.find(arguments);
        if (charge.terms().passFreely() && (known == null || !isCurrent(known))) {
            charges.put(arguments, charge);
        }
    }
}
