package io.kvkit.spring.ratelimited;

import io.kvkit.call.Aliases;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.Passage;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.Exchanges;
import io.kvkit.spring.intercept.Shortcut;
import io.kvkit.spring.operation.expression.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of a limited method pass by their arguments, if their permits are in this JVM. It refuses no call: the
 * normal way decides about the others again, with all that a refusal shows. Safe for use by several threads.
 */
final class LimitShortcut implements Shortcut {

    private static final int MOST = 16_384;

    /** The passages by arguments, and the settings of the limit that they follow from; null if there are none. */
    private record Known(@Nullable RateLimitSettings settings, Aliases<Passage> passages) {}

    private final RateLimiter limiter;
    private final LiveLimit live;
    private final List<Integer> arguments;
    private volatile Known known;

    private LimitShortcut(RateLimiter limiter, LiveLimit live, List<Integer> arguments) {
        this.limiter = limiter;
        this.live = live;
        this.arguments = arguments;
        this.known = known(null);
    }

    /** Returns the shortcut of a method; null if something else than simple arguments decides about its calls. */
    static @Nullable LimitShortcut of(RateLimiter limiter, RateLimitedOperation operation, LiveLimit live) {
        List<Integer> arguments = operation.key().simpleArguments();
        return arguments == null
                        || operation.condition() != Condition.ALWAYS
                        || operation.plan() != null
                        || operation.spent() != null
                        || !(operation.cost() instanceof RateLimitedOperation.Cost.Same)
                        || !limiter.isImmediate()
                ? null
                : new LimitShortcut(limiter, live, arguments);
    }

    private Known known(@Nullable RateLimitSettings settings) {
        return new Known(settings, new Aliases<>(arguments, MOST));
    }

    @Override
    public @Nullable Object answer(@Nullable Object[] arguments) {
        Known now = known;
        Passage passage = live.isBy(now.settings()) ? now.passages().find(arguments) : null;
        return passage != null && passes(passage, Exchanges.current()) ? PROCEED : NOTHING;
    }

    // In a request, the answer shows what is left.
    private static boolean passes(Passage passage, @Nullable Exchange exchange) {
        if (exchange == null) {
            return passage.passes();
        }
        RateLimitResult result = passage.pass();
        if (result != null) {
            exchange.report(result);
        }
        return result != null;
    }

    /** Learns the charge of a call, so that the next one with the same arguments is decided by it. */
    void learn(@Nullable Object[] call, Charge charge, RateLimitSettings settings) {
        if (settings.terms().passFreely()) {
            Aliases<Passage> passages = passages(settings);
            if (passages.find(call) == null) {
                passages.put(call, arguments -> {
                    Passage passage = limiter.passage(charge, arguments);
                    return passage.isOpen() ? passage : null;
                });
            }
        }
    }

    // Each change of a limit makes new settings.
    @SuppressWarnings("ReferenceEquality")
    private Aliases<Passage> passages(RateLimitSettings settings) {
        Known now = known;
        if (now.settings() != settings) {
            now = known(settings);
            known = now;
        }
        return now.passages();
    }
}
