package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.ForwardingGuard;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gives each call that is made its {@link IdempotencyContext} as an argument. Instances are for one call, and safe for use
 * by several threads.
 *
 * <pre>{@code
 * CallGuard<OnceCall> guard = new ContextGuard(once.guard(), new Object[] {order, null}, 1);
 * driver.run(guard, call, args -> pay((Order) args[0], (IdempotencyContext) args[1]));
 * }</pre>
 *
 * @param guard decides about the call: that of the recipe, or one around it
 * @param arguments the arguments of the caller
 * @param position the position of the argument
 * @since 0.1
 */
public record ContextGuard(
        CallGuard<OnceCall> guard, @Nullable Object[] arguments, int position) implements ForwardingGuard<OnceCall> {

    /** Returns a guard for work whose only argument is the context. */
    public static ContextGuard only(CallGuard<OnceCall> guard) {
        return new ContextGuard(guard, new @Nullable Object[1], 0);
    }

    @Override
    public @Nullable Decision decideNow(OnceCall call) {
        Decision decision = guard.decideNow(call);
        return decision == null ? null : given(call, decision);
    }

    @Override
    public CompletionStage<Decision> decide(OnceCall call) {
        return guard.decide(call).thenApply(decision -> given(call, decision));
    }

    private Decision given(OnceCall call, Decision decision) {
        if (decision instanceof Unfinished unfinished) {
            return unfinished.then(later -> given(call, later));
        }
        return decision instanceof Proceed proceed
                ? new Proceed(proceed.ticket(), given(call, proceed), proceed.instead())
                : decision;
    }

    private @Nullable Object[] given(OnceCall call, Proceed proceed) {
        @Nullable Object[] narrowed = proceed.args();
        @Nullable Object[] all = narrowed == null ? arguments.clone() : narrowed.clone();
        all[position] = proceed.ticket() instanceof OnceTicket own
                ? own.context()
                : new OnceContext(DownstreamKeys.of(call.key()));
        return all;
    }
}
